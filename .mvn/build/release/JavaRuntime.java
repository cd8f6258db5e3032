import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The JDK's own runtime with the modules that a program needs and nothing else.
 *
 * @param jdk the one that runs this, or one of another architecture, with its jmods
 */
record JavaRuntime(String modules, Path jdk, Machine machine) {
  void link(Path home) throws IOException, InterruptedException {
    Files.createDirectories(home.getParent());
    List<String> options =
        new ArrayList<>(
            List.of(
                "--add-modules", modules, "--output", home.toString(), "--strip-java-debug-attributes",
                "--no-header-files", "--no-man-pages", "--compress", "zip-0", "--vm", "server"));
    if (!jdk.equals(Path.of(System.getProperty("java.home")))) {
      if (!Files.exists(jdk.resolve("jmods/java.base.jmod"))) {
        throw new Refusal("-Dimage.jdk names " + jdk + ", which has no jmods/java.base.jmod.");
      }
      options.addAll(List.of("--module-path", jdk.resolve("jmods").toString()));
    }
    String built = release().getProperty("OS_ARCH", "no machine");
    if (Machine.of(built) != machine) {
      throw new Refusal("-Dimage.jdk names " + jdk + ", a JDK for " + built + ", not for " + machine.wireName() + ".");
    }
    // As a process: within this JVM, what it ran before shows in the classes that jlink generates.
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/jlink").toString()));
    command.addAll(options);
    Commands.run(home.getParent(), command);
  }

  Bom.Component component() throws IOException {
    Properties release = release();
    String version = release.getProperty("JAVA_RUNTIME_VERSION", release.getProperty("JAVA_VERSION"));
    return new Bom.Component(
        "platform", release.getProperty("IMPLEMENTOR", "unknown"), "openjdk", version,
        "GPL-2.0-only WITH Classpath-exception-2.0", "pkg:generic/openjdk@" + version.replace("+", "%2B"));
  }

  /** What the JDK says of itself. */
  private Properties release() throws IOException {
    Properties release = new Properties();
    try (var in = Files.newInputStream(jdk.resolve("release"))) {
      release.load(in);
    }
    release.replaceAll((_, value) -> value.toString().replace("\"", ""));
    return release;
  }
}
