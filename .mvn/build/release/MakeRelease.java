import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Collects the files of a release in one folder, with checksums: {@code ROOT VERSION}. A plugin could copy and hash
 * them, but not write image-digests.yaml, values by which the chart names both images by their digests, nor refuse a
 * licence that is in an image and in no artifact of Maven ({@link Licences}).
 */
class MakeRelease {
  private static final List<String> PROGRAMS = List.of("webhook", "drain-sidecar");

  public static void main(String[] args) throws Exception {
    try {
      new MakeRelease(Path.of(args[0]), args[1]).make();
    } catch (BuildFailure failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    }
  }

  private final Path root;
  private final String version;
  private final Path to;

  private MakeRelease(Path root, String version) {
    this.root = root;
    this.version = version;
    this.to = root.resolve("target/release");
  }

  private void make() throws Exception {
    Files.createDirectories(to);
    for (Path file : files()) {
      Files.delete(file);
    }
    Licences licences = new Licences(root.resolve(".mvn/build/release/licences.allowed"));
    StringBuilder sizes = new StringBuilder();
    List<String> digests = new ArrayList<>();
    for (String program : PROGRAMS) {
      Path target = root.resolve(program).resolve("target");
      String name = "ebbgate-" + program + "-" + version;
      copy(target.resolve(program + "-" + version + "-all.jar"), name + ".jar");
      copy(target.resolve(program + "-image.tar"), name + "-image.tar");
      copy(target.resolve(program + "-image.cdx.json"), name + "-image.cdx.json");
      Path plain = target.resolve(program + "-image-plain.tar");
      if (Files.exists(plain)) {
        copy(plain, name + "-image-plain.tar");
      }
      licences.add(program, target.resolve(program + "-image.cdx.json"));
      sizes.append(Files.readString(target.resolve("image-sizes.txt")));
      digests.add(Files.readString(target.resolve(program + "-image.digest")).strip());
    }
    licences.write(to.resolve("LICENCES.md"));
    Files.writeString(
        to.resolve("image-digests.yaml"),
        "image:\n  digest: %s\nsidecar:\n  image:\n    digest: %s\n".formatted(digests.toArray()));
    Files.writeString(to.resolve("image-sizes.txt"), sizes);
    copy(root.resolve("LICENSE"), "LICENSE");
    copy(root.resolve("CHANGELOG.md"), "CHANGELOG.md");
    String chart = "ebbgate-" + version + ".tgz";
    copy(root.resolve("charts/target").resolve(chart), chart);
    writeChecksums();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(to)) {
      return files.sorted().toList();
    }
  }

  private void copy(Path from, String name) throws IOException {
    if (!Files.exists(from)) {
      throw new BuildFailure(from + " is not there; mvn -Prelease package makes it.");
    }
    Files.copy(from, to.resolve(name));
  }

  /** In the format of {@code sha256sum --check}. */
  private void writeChecksums() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    List<String> lines = new ArrayList<>();
    for (Path file : files()) {
      lines.add(HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(file))) + "  " + file.getFileName());
    }
    Files.write(to.resolve("SHA256SUMS"), lines);
    System.out.println(to + " has " + lines.size() + " files and their SHA256SUMS.");
  }
}
