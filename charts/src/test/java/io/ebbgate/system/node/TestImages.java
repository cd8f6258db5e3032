package io.ebbgate.system.node;

import io.ebbgate.core.testkit.EnvoyBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The images that only tests run: pause, Envoy, and the strict client with its backend. */
public final class TestImages {
  /** As upstream's is called that has neither a shell nor root. */
  public static final String ENVOY = "docker.io/envoyproxy/envoy:distroless-v1.40.0";

  /** Where nodes that are not ours find what they are not brought. */
  private static final String GIVEN = "ebbgate.images";

  private static final String USUAL = "docker.io/ebbgate";

  private static final String NOBODY = "65532:65532";

  private final Path root;
  private final Path folder;

  /** Registry and folder of the images of this project. */
  public static String repository() {
    String given = System.getProperty(GIVEN, "");
    return given.isEmpty() ? USUAL : given;
  }

  /** The strict client and what stands behind gateways. */
  public static String load() {
    return repository() + "/load:dev";
  }

  private TestImages(Path root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /** Packs them; the archives. */
  public static List<Path> pack(Path folder) throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("ebbgate.root", "."));
    TestImages images = new TestImages(root, Files.createDirectories(folder));
    return List.of(images.pause(), images.envoy(), images.client());
  }

  private Path pause() throws IOException, InterruptedException {
    Path tree = emptyTree("pause");
    Path program = Path.of(Programs.built("pause"));
    Files.copy(program, tree.resolve("pause"), StandardCopyOption.COPY_ATTRIBUTES);
    return new ImageFile(Node.PAUSE, List.of("/pause"), NOBODY).pack(tree, archive("pause"));
  }

  private Path envoy() throws IOException, InterruptedException {
    Path tree = emptyTree("envoy");
    for (String libraries : List.of("lib", "lib64", "etc")) {
      copy(webhookTree().resolve(libraries), tree.resolve(libraries));
    }
    copy(EnvoyBinary.path(), tree.resolve("usr/local/bin/envoy"));
    return new ImageFile(ENVOY, List.of("/usr/local/bin/envoy"), NOBODY)
        .pack(tree, archive("envoy"));
  }

  /** The webhook's runtime and libraries, and the tests' own classes in front. */
  private Path client() throws IOException, InterruptedException {
    Path tree = emptyTree("load");
    copy(webhookTree(), tree);
    copy(root.resolve("charts/target/test-classes"), tree.resolve("app/tests"));
    copy(root.resolve("src/target/test-classes"), tree.resolve("app/testkit"));
    List<String> start =
        List.of(
            "/opt/java/bin/java",
            "-XX:MaxRAMPercentage=60",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            "/app/tests:/app/testkit:/app/*:/app/lib/*",
            "io.ebbgate.system.load.LoadMain");
    return new ImageFile(load(), start, NOBODY).pack(tree, archive("load"));
  }

  private Path webhookTree() throws IOException {
    Path tree = root.resolve("webhook/target/image/root");
    if (!Files.isDirectory(tree)) {
      throw new IOException(tree + " is missing; mvn -Pcluster verify makes it.");
    }
    return tree;
  }

  private Path archive(String name) {
    return folder.resolve(name + ".tar");
  }

  private Path emptyTree(String name) throws IOException {
    Path tree = folder.resolve(name);
    if (Files.exists(tree)) {
      try (Stream<Path> old = Files.walk(tree)) {
        for (Path each : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
    return Files.createDirectories(tree);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path copy = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(copy);
        } else {
          Files.createDirectories(copy.getParent());
          Files.copy(each, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }
}
