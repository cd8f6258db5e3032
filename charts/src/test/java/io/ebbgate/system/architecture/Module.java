package io.ebbgate.system.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The five modules, each with its folder and root packages. */
enum Module {
  CORE("src", "io.ebbgate.core"),
  CERTS("certs", "io.ebbgate.certs"),
  WEBHOOK("webhook", "io.ebbgate.webhook"),
  DRAIN_SIDECAR("drain-sidecar", "io.ebbgate.sidecar"),
  CHARTS("charts", "io.ebbgate.[system|tool]");

  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root"));

  private final String folder;
  private final String rootPackage;

  Module(String folder, String rootPackage) {
    this.folder = folder;
    this.rootPackage = rootPackage;
  }

  /** This module's packages in ArchUnit's notation. */
  String packages() {
    return rootPackage + "..";
  }

  Path pom() {
    return ROOT.resolve(folder).resolve("pom.xml");
  }

  /** The production classes of all modules. */
  static JavaClasses programs() {
    return new ClassFileImporter()
        .importPaths(
            Stream.of(values())
                .map(module -> module.target("classes"))
                .filter(Files::exists)
                .toList());
  }

  /** The production and test classes of all modules. */
  static JavaClasses everything() {
    return new ClassFileImporter()
        .importPaths(
            Stream.of(values())
                .flatMap(
                    module -> Stream.of(module.target("classes"), module.target("test-classes")))
                .filter(Files::exists)
                .toList());
  }

  /** The Java files of a module's {@code main} or {@code test} sources. */
  List<Path> sources(String mainOrTest) {
    Path base = ROOT.resolve(folder);
    return files(this == CORE ? base.resolve(mainOrTest) : base.resolve("src").resolve(mainOrTest))
        .stream()
        .filter(file -> file.toString().endsWith(".java"))
        .toList();
  }

  /** All that people read: the Java files of all modules, the chart, and the documentation. */
  static List<Path> texts() {
    return Stream.of(
            Stream.of(values()).flatMap(module -> module.sources("main").stream()),
            Stream.of(values()).flatMap(module -> module.sources("test").stream()),
            files(ROOT.resolve("charts/ebbgate")).stream(),
            files(ROOT.resolve("docs")).stream(),
            Stream.of("README.md", "CHANGELOG.md", "SECURITY.md").map(ROOT::resolve))
        .flatMap(each -> each)
        .toList();
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Path target(String classes) {
    return ROOT.resolve(folder).resolve("target").resolve(classes);
  }
}
