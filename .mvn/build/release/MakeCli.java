import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.io.FileUtils;

/**
 * Makes the archive of the command line in {@code target/cli}: {@code ROOT MODULE VERSION TIME JAR}. It has a linked
 * Java runtime, a cache of the classes that the commands load, a launcher, and the same as a plugin of kubectl with a
 * manifest for krew. The cache is the JVM's, and differs between two builds.
 */
class MakeCli {
  private static final String MODULES =
      "java.base,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.crypto.ec,jdk.management,jdk.unsupported";
  private static final String MAIN = "io.ebbgate.webhook.CommandTrainingMain";

  public static void main(String[] args) throws Exception {
    try {
      new MakeCli(Path.of(args[0]), Path.of(args[1]), args[2], Instant.parse(args[3])).make(Path.of(args[4]));
    } catch (BuildFailure failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    }
  }

  private final Path root;
  private final Path sources;
  private final Path work;
  private final String version;
  private final Instant time;
  private final String platform;

  private MakeCli(Path root, Path module, String version, Instant time) {
    this.root = root;
    this.sources = module.resolve("src/cli");
    this.work = root.resolve("target/cli");
    this.version = version;
    this.time = time;
    this.platform = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private void make(Path jar) throws IOException, InterruptedException {
    FileUtils.deleteDirectory(work.toFile());
    String name = "ebbgate-cli-%s-linux-%s".formatted(version, platform);
    Path home = work.resolve(name);
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path lib = Files.createDirectories(home.resolve("lib"));
    Files.copy(root.resolve("LICENSE"), home.resolve("LICENSE"));
    StackMaps.addTo(Files.copy(jar, lib.resolve("ebbgate.jar")));
    Path launcher = Files.copy(sources.resolve("ebbgate"), bin.resolve("ebbgate"));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(bin.resolve("kubectl-ebbgate"), Path.of("ebbgate"));
    Path jdk = Path.of(System.getProperty("java.home"));
    Commands.run(
        work,
        List.of(
            jdk.resolve("bin/jlink").toString(), "--add-modules", MODULES, "--output", lib.resolve("runtime").toString(),
            "--strip-java-debug-attributes", "--no-header-files", "--no-man-pages", "--compress", "zip-0", "--vm",
            "server", "--generate-cds-archive"));
    setTimes(home);
    train(lib);
    setTimes(home);
    Path archive = work.resolve(name + ".tar.gz");
    Commands.run(
        work,
        List.of(
            "tar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--dereference", "--hard-dereference",
            "-czf", archive.toString(), name));
    refuseLinks(archive);
    Files.writeString(work.resolve("ebbgate.yaml"), krew(name, sha256(archive)));
    System.out.printf("%s has %d MB.%n", archive, Files.size(archive) / 1_000_000);
  }

  private void train(Path lib) throws IOException, InterruptedException {
    Process java =
        new ProcessBuilder(
                lib.resolve("runtime/bin/java").toString(),
                "-XX:AOTCacheOutput=" + lib.resolve("ebbgate.aot"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                lib.resolve("ebbgate.jar").toString(),
                MAIN)
            .directory(sources.toFile())
            .redirectInput(sources.resolve("training").toFile())
            .redirectOutput(work.resolve("training.log").toFile())
            .redirectErrorStream(true)
            .start();
    int exit = java.waitFor();
    if (exit != 0 || !Files.exists(lib.resolve("ebbgate.aot"))) {
      throw new BuildFailure("The JVM wrote no cache; see " + work.resolve("training.log"));
    }
  }

  /** The JVM compares the jar's time with the one in its cache. */
  private void setTimes(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(file -> !Files.isSymbolicLink(file)).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
  }

  /** krew takes directories and regular files only. */
  private static void refuseLinks(Path archive) throws IOException {
    try (InputStream file = Files.newInputStream(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GzipCompressorInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isLink() || entry.isSymbolicLink()) {
          throw new BuildFailure("The archive has a link: " + entry.getName());
        }
      }
    }
  }

  /** To be completed with the address where the archive is published. */
  private String krew(String name, String sha256) {
    String manifest =
        """
        apiVersion: krew.googlecontainertools.github.com/v1alpha2
        kind: Plugin
        metadata:
          name: ebbgate
        spec:
          version: v%s
          shortDescription: Find and mend the drains of Envoy-based gateways
          platforms:
            - selector:
                matchLabels:
                  os: linux
                  arch: %s
              uri: %s/%s.tar.gz
              sha256: %s
              bin: %s/bin/ebbgate
        """;
    String url = System.getProperty("cli.url", "https://example.com/releases");
    return manifest.formatted(version, platform, url, name, sha256, name);
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[1 << 16];
      int read = in.read(chunk);
      while (read > 0) {
        digest.update(chunk, 0, read);
        read = in.read(chunk);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
