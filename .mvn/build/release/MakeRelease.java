import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import module java.base;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Collects the files of a release in one folder, with checksums: {@code ROOT VERSION}. A plugin could copy and hash
 * them, but not write image-digests.yaml, values by which the chart names both images by their digests. Licence plugins
 * read Maven's artifacts; the Java runtime and the C library, whose licences are listed and checked too, are none.
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
  private final Map<String, Set<String>> licences = new TreeMap<>();
  private final List<String> refused = new ArrayList<>();

  private MakeRelease(Path root, String version) {
    this.root = root;
    this.version = version;
    this.to = root.resolve("target/release");
  }

  private void make() throws IOException {
    Files.createDirectories(to);
    for (Path file : files()) {
      Files.delete(file);
    }
    List<String> allowed =
        Files.readAllLines(root.resolve(".mvn/build/release/licences.allowed")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    StringBuilder sizes = new StringBuilder();
    List<String> digests = new ArrayList<>();
    String other = "-" + Architecture.own().other().wireName();
    for (String program : PROGRAMS) {
      Path target = root.resolve(program).resolve("target");
      String name = "ebbgate-" + program + "-" + version;
      copy(target.resolve(program + "-" + version + "-all.jar"), name + ".jar");
      copy(target.resolve(program + "-image-index.tar"), name + "-image.tar");
      copy(target.resolve(program + "-image-plain.tar"), name + "-image-plain.tar");
      for (String architecture : List.of("", other)) {
        String bom = "-image" + architecture + ".cdx.json";
        copy(target.resolve(program + bom), name + bom);
        addLicences(program, target.resolve(program + bom), allowed);
        sizes.append(Files.readString(target.resolve("image-sizes" + architecture + ".txt")));
      }
      digests.add(Files.readString(target.resolve(program + "-image-index.digest")).strip());
    }
    if (!refused.isEmpty()) {
      throw new BuildFailure("Not in licences.allowed: " + String.join("; ", refused) + ".");
    }
    writeLicences();
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
  private void writeChecksums() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files()) {
      lines.add(DigestUtils.sha256Hex(Files.readAllBytes(file)) + "  " + file.getFileName());
    }
    Files.write(to.resolve("SHA256SUMS"), lines);
    System.out.println(to + " has " + lines.size() + " files and their SHA256SUMS.");
  }

  /** Adds the components of an image's bill of materials, and those whose licence is not allowed to the refused. */
  private void addLicences(String image, Path bom, List<String> allowed) throws IOException {
    for (JsonNode component : new ObjectMapper().readTree(bom.toFile()).path("components")) {
      String group = component.path("group").asText("");
      if (group.equals("io.ebbgate")) {
        continue;
      }
      String name = (group.isEmpty() ? "" : group + ":") + component.path("name").asText();
      String version = component.path("version").asText();
      List<String> found = licences(component);
      if (found.stream().noneMatch(allowed::contains)) {
        refused.add("%s %s has %s".formatted(name, version, found.isEmpty() ? "no licence" : found));
      }
      String row = "| %s | %s | %s | ".formatted(name, version, String.join(" or ", found));
      licences.computeIfAbsent(row, _ -> new TreeSet<>()).add(image);
    }
  }

  private static List<String> licences(JsonNode component) {
    List<String> licences = new ArrayList<>();
    for (JsonNode choice : component.path("licenses")) {
      JsonNode licence = choice.path("license");
      licences.add(choice.path("expression").asText(licence.path("id").asText(licence.path("name").asText())));
    }
    return licences;
  }

  private void writeLicences() throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            # Licences of what is in the images

            Ebbgate itself is under the Apache License 2.0. The texts lie in the images: in the jars, in
            /opt/java/legal and in /usr/share/doc.

            | component | version | licence | image |
            |---|---|---|---|
            """);
    licences.forEach((row, images) -> text.append(row).append(String.join(", ", images)).append(" |\n"));
    Files.writeString(to.resolve("LICENCES.md"), text);
  }
}
