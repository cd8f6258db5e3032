import module java.base;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The image's bill of materials, CycloneDX. Its Maven plugin lists the jars; the Java runtime and the C library,
 * which are no artifacts of Maven, are added here.
 */
class Bom {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An entry for something in the image; its package URL {@code purl} is its reference as well. */
  record Component(String type, String publisher, String name, String version, String licence, String purl) {}

  private Bom() {}

  static void complete(Path jars, List<Component> more, Path to) throws IOException {
    if (!Files.exists(jars)) {
      throw new BuildFailure(jars + " is not there; the profile images makes it.");
    }
    ObjectNode bom = (ObjectNode) JSON.readTree(jars.toFile());
    ArrayNode components = bom.withArray("components");
    for (int i = 0; i < more.size(); i++) {
      Component one = more.get(i);
      ObjectNode entry = components.insertObject(i);
      entry.put("type", one.type()).put("bom-ref", one.purl()).put("publisher", one.publisher());
      entry.put("name", one.name()).put("version", one.version());
      entry.putArray("licenses").addObject().put("expression", one.licence());
      entry.put("purl", one.purl());
    }
    Files.createDirectories(to.getParent());
    Files.writeString(to, bom.toPrettyString() + "\n");
  }
}
