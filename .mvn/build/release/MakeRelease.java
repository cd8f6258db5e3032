import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Puts everything that a release consists of into one folder, with checksums: {@code ROOT VERSION TIME}. The values in
 * image-digests.yaml make the chart name both images by their digests.
 */
class MakeRelease {
  private static final List<String> PROGRAMS = List.of("webhook", "drain-sidecar");

  public static void main(String[] args) throws Exception {
    try {
      new MakeRelease(Path.of(args[0]), args[1], Instant.parse(args[2])).make();
    } catch (Refusal refused) {
      System.err.println(refused.getMessage());
      System.exit(1);
    }
  }

  private final Path root;
  private final String version;
  private final Instant time;
  private final Path to;

  private MakeRelease(Path root, String version, Instant time) {
    this.root = root;
    this.version = version;
    this.time = time;
    this.to = root.resolve("target/release");
  }

  private void make() throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> old = Files.list(to)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    Licences licences = new Licences(root.resolve(".mvn/build/release/licences.allowed"));
    StringBuilder sizes = new StringBuilder();
    for (String program : PROGRAMS) {
      Path target = root.resolve(program).resolve("target");
      Path bom = target.resolve(program + "-image.cdx.json");
      copy(target.resolve(program + "-" + version + "-all.jar"), "ebbgate-%s-%s.jar".formatted(program, version));
      copy(target.resolve(program + "-image.tar"), "ebbgate-%s-%s-image.tar".formatted(program, version));
      copy(bom, "ebbgate-%s-%s-image.cdx.json".formatted(program, version));
      Path plain = target.resolve(program + "-image-plain.tar");
      if (Files.exists(plain)) {
        copy(plain, "ebbgate-%s-%s-image-plain.tar".formatted(program, version));
      }
      licences.add(program, bom);
      sizes.append(Files.readString(target.resolve("image-sizes.txt")));
    }
    licences.write(to.resolve("LICENCES.md"));
    Files.writeString(
        to.resolve("image-digests.yaml"),
        "image:\n  digest: %s\nsidecar:\n  image:\n    digest: %s\n".formatted(digest("webhook"), digest("drain-sidecar")));
    copy(root.resolve("LICENSE"), "LICENSE");
    copy(root.resolve("CHANGELOG.md"), "CHANGELOG.md");
    Files.writeString(to.resolve("image-sizes.txt"), sizes);
    ChartArchive.pack(root.resolve("charts/ebbgate"), to.resolve("ebbgate-" + version + ".tgz"), time);
    checksums();
  }

  private String digest(String program) throws IOException {
    return Files.readString(root.resolve(program).resolve("target/" + program + "-image.digest")).strip();
  }

  private void copy(Path from, String name) throws IOException {
    if (!Files.exists(from)) {
      throw new Refusal(from + " is not there; mvn -Prelease package makes it.");
    }
    Files.copy(from, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  /** As {@code sha256sum --check} reads them. */
  private void checksums() throws IOException {
    TreeMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(to)) {
      all.forEach(file -> files.put(file.getFileName().toString(), file));
    }
    List<String> lines = new ArrayList<>();
    for (var file : files.entrySet()) {
      lines.add(Layer.sha256(Files.readAllBytes(file.getValue())) + "  " + file.getKey());
    }
    Files.write(to.resolve("SHA256SUMS"), lines);
    System.out.println(to + " has " + lines.size() + " files and their SHA256SUMS.");
  }
}
