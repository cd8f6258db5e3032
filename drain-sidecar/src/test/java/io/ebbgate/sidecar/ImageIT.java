package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.ControlGroup;
import io.ebbgate.core.testkit.ImageTree;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.ConstantInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive that {@code mvn -Pimages} makes, unpacked and run with its own Java. */
@Timeout(120)
class ImageIT {
  private static final Path ARCHIVE =
      Path.of(System.getProperty("ebbgate.root"), "drain-sidecar/target/drain-sidecar-image.tar");
  private static final String FROM_CACHE = " source: shared objects file";

  @TempDir Path folder;
  private Path seen = Path.of("");
  private ImageTree image = new ImageTree(Path.of(""));

  @BeforeEach
  void unpack() throws Exception {
    seen = Files.createDirectory(folder.resolve("seen"));
    image = ImageTree.unpack(ARCHIVE, Files.createDirectory(folder.resolve("image")));
  }

  /**
   * JDK 25 takes classes from its cache without a look at the jars, whatever has become of them.
   */
  @Test
  void runsTheClassesOfItsJars() throws Exception {
    List<String> fromCache = witness();
    Map<String, byte[]> jars = classes(image.jars());

    assertThat(fromCache).hasSizeGreaterThan(100).contains(SidecarMain.class.getName());
    assertThat(fromCache)
        .filteredOn(jars::containsKey)
        .hasSizeGreaterThan(100)
        .allSatisfy(name ->
            assertThat(ClassShape.of(Files.readAllBytes(seen.resolve(name + ".class"))))
                .isEqualTo(ClassShape.of(jars.getOrDefault(name, new byte[0]))));
  }

  /** A class made at run time brings the hundreds that make it; of its jars none is opened. */
  @Test
  void isReadyWithClassesOfTheCacheAlone() throws Exception {
    Path log = folder.resolve("classes.log");
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = start(log, gateway)) {
      sidecar.awaitLog("drain plan made");
    }
    assertThat(Files.readAllLines(log))
        .filteredOn(line -> line.contains(" source: ") && !line.endsWith(FROM_CACHE))
        // No cache has the JDK's own events.
        .filteredOn(line -> !line.contains(" jdk.internal.event."))
        .isEmpty();
  }

  @Test
  void wouldNoticeOneOtherConstantInOneMethod() throws Exception {
    witness();
    byte[] before = Files.readAllBytes(seen.resolve(SidecarMain.class.getName() + ".class"));
    ClassFile files = ClassFile.of();
    byte[] after =
        files.transformClass(
            files.parse(before),
            ClassTransform.transformingMethodBodies((code, element) -> {
              if (element instanceof ConstantInstruction constant
                  && constant.constantValue().equals("development")) {
                code.loadConstant("a later one");
              } else {
                code.with(element);
              }
            }));

    assertThat(ClassShape.of(after)).isNotEqualTo(ClassShape.of(before));
  }

  /**
   * The image and not its classes alone: without the cache, what ends a drain is loaded and checked
   * for the first time then, which took two seconds of a tenth of a processor, and 46 once.
   */
  @Test
  void aTenthOfAProcessorKeepsTheDeadline() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = start(gateway, Setting.DRAIN_TIMEOUT.env(), "6s");
        KeepAlive client = gateway.client()) {
      sidecar.awaitLog("drain plan made");
      try (ControlGroup _ = ControlGroup.withATenthOfAProcessor(sidecar.pid())) {
        client.send("/slow/30000");
        RawHttp.Answer answer = sidecar.deletion().get();

        assertThat(answer.body()).contains("\"verdict\":\"forced\"");
        assertThat(answer.took()).isBetween(Duration.ofMillis(5900), Duration.ofMillis(9000));
      }
    }
  }

  /** Starts the image's program as its container does, beside this gateway. */
  private SidecarProcess start(GatewayFixture gateway, String... settings) throws IOException {
    return SidecarProcess.start(
        image.command("-XX:AOTCache=" + image.cache()),
        folder,
        gateway.envoy().adminSetting(),
        settings);
  }

  /** Runs the image as its container does; which of the written classes were in the cache. */
  private List<String> witness() throws Exception {
    Path log = folder.resolve("classes.log");
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = start(log, gateway)) {
      assertThat(RawHttp.call(sidecar.hook(), "GET", Paths.HEALTHZ).status()).isEqualTo(200);
      VirtualMachine machine = VirtualMachine.attach(Long.toString(sidecar.pid()));
      machine.loadAgent(agent().toString(), seen.toString());
      machine.detach();
    }
    assertThat(seen.resolve(ClassRecorder.DONE)).exists();
    return Files.readAllLines(log).stream()
        .filter(line -> line.endsWith(FROM_CACHE))
        .map(
            line -> line.substring(line.lastIndexOf("] ") + 2, line.length() - FROM_CACHE.length()))
        .filter(name -> Files.exists(seen.resolve(name + ".class")))
        .toList();
  }

  private SidecarProcess start(Path log, GatewayFixture gateway) throws IOException {
    return SidecarProcess.start(
        image.command("-XX:AOTCache=" + image.cache(), "-Xlog:class+load:file=" + log),
        folder,
        gateway.envoy().adminSetting());
  }

  private Path agent() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Agent-Class", ClassRecorder.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    Path jar = folder.resolve("witness.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (String name : List.of("ClassRecorder", "ClassRecorder$Writer")) {
        String entry = "io/ebbgate/sidecar/" + name + ".class";
        entries.putNextEntry(new JarEntry(entry));
        try (var in = ImageIT.class.getResourceAsStream("/" + entry)) {
          assertThat(in).isNotNull().satisfies(found -> found.transferTo(entries));
        }
      }
    }
    return jar;
  }

  private static Map<String, byte[]> classes(List<Path> jars) throws IOException {
    Map<String, byte[]> classes = new HashMap<>();
    for (Path path : jars) {
      try (JarFile jar = new JarFile(path.toFile(), true, JarFile.OPEN_READ, Runtime.version());
          Stream<JarEntry> entries = jar.versionedStream()) {
        for (JarEntry entry : entries.filter(one -> one.getName().endsWith(".class")).toList()) {
          String name = entry.getName().replace('/', '.');
          try (var in = jar.getInputStream(entry)) {
            classes.putIfAbsent(
                name.substring(0, name.length() - ".class".length()), in.readAllBytes());
          }
        }
      }
    }
    return classes;
  }
}
