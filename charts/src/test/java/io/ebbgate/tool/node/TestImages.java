package io.ebbgate.tool.node;

import io.ebbgate.core.testkit.EnvoyBinary;
import io.ebbgate.core.testkit.KubeApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The images that only tests run: Envoy, the strict client with its backend, a shell, pause. */
public final class TestImages {
  /** As upstream's is called that has neither a shell nor root. */
  public static final String ENVOY = "docker.io/envoyproxy/envoy:distroless-v1.40.0";

  /** Where nodes that are not ours find what they are not brought. */
  private static final String GIVEN = "ebbgate.images";

  /** Where Envoy is in images. */
  static final String ENVOY_PLACE = "usr/local/bin/envoy";

  private static final List<String> SHELL =
      List.of("/bin/sh", "/bin/sleep", "/bin/date", "/usr/bin/seq");

  private static final String USUAL = "docker.io/ebbgate";

  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root", "."));

  private TestImages() {}

  /** Registry and folder of the images of this project. */
  public static String repository() {
    String given = System.getProperty(GIVEN, "");
    return given.isEmpty() ? USUAL : given;
  }

  /** The strict client and what stands behind gateways. */
  public static String load() {
    return repository() + "/load:dev";
  }

  /** Packs them; the archives. */
  public static List<Path> pack(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path envoy = envoy(folder.resolve("envoy")).pack(ENVOY, List.of("/usr/local/bin/envoy"));
    return List.of(envoy, client(folder.resolve("load")));
  }

  /** A shell, and what the scripts of tests call. */
  public static String shell() {
    return repository() + "/shell:dev";
  }

  /** Packs the shell, which only some tests need; the archive. */
  public static Path packShell(Path folder) throws IOException, InterruptedException {
    return withPrograms(ImageTree.empty(Files.createDirectories(folder.resolve("shell"))), SHELL)
        .pack(shell(), List.of("/bin/sh", "-c"));
  }

  /** Programs of this machine, each where it is here. */
  static ImageTree withPrograms(ImageTree tree, List<String> programs)
      throws IOException, InterruptedException {
    for (String program : programs) {
      if (!Files.isExecutable(Path.of(program))) {
        throw new IOException(program + " is missing; scripts of tests call it.");
      }
      tree.program(program);
    }
    return tree.scratch("tmp");
  }

  /** What nodes of our own hold the namespaces of pods with; the archive. */
  static Path pause(Path folder) throws IOException, InterruptedException {
    return ImageTree.empty(Files.createDirectories(folder.resolve("pause")))
        .put(Path.of(KubeApi.program("pause")), "pause")
        .pack(Node.PAUSE, List.of("/pause"));
  }

  /** Envoy and nothing but what it needs. */
  static ImageTree envoy(Path folder) throws IOException {
    ImageTree tree = ImageTree.empty(folder);
    for (String libraries : List.of("lib", "lib64", "etc")) {
      tree.put(webhookTree().resolve(libraries), libraries);
    }
    return tree.put(EnvoyBinary.path(), ENVOY_PLACE);
  }

  private static Path client(Path folder) throws IOException, InterruptedException {
    List<String> start =
        List.of(
            "/opt/java/bin/java",
            "-XX:MaxRAMPercentage=60",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            "/app/tests:/app/testkit:/app/*:/app/lib/*",
            "io.ebbgate.tool.load.LoadMain");
    return withJava(folder).pack(load(), start);
  }

  /** The webhook's runtime and libraries, and the tests' own classes in front. */
  static ImageTree withJava(Path folder) throws IOException {
    return ImageTree.empty(folder)
        .put(webhookTree(), "")
        .put(ROOT.resolve("charts/target/test-classes"), "app/tests")
        .put(ROOT.resolve("src/target/test-classes"), "app/testkit");
  }

  private static Path webhookTree() throws IOException {
    Path tree = ROOT.resolve("webhook/target/image/root");
    if (!Files.isDirectory(tree)) {
      throw new IOException(tree + " is missing; mvn -Pcluster verify makes it.");
    }
    return tree;
  }
}
