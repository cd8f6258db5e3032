import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The image's bill of materials, CycloneDX: the one that Maven's plugin wrote of the jars, and in it what Maven knows
 * nothing of, the Java runtime and the C library.
 */
class Bom {
  /** Something in the image; {@code purl} is its package URL, which is its name in the bill as well. */
  record Component(String type, String publisher, String name, String version, String licence, String purl) {}

  private Bom() {}

  static void complete(Path jars, List<Component> more, Path to) throws IOException {
    if (!Files.exists(jars)) {
      throw new Refusal(jars + " is not there; the images' profile makes it before.");
    }
    Files.createDirectories(to.getParent());
    JsonFactory json = new JsonFactory();
    boolean added = false;
    try (JsonParser in = json.createParser(jars.toFile());
        JsonGenerator out =
            json.createGenerator(Files.newBufferedWriter(to)).setPrettyPrinter(printer())) {
      int depth = 0;
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        out.copyCurrentEvent(in);
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth == 2 && token == JsonToken.START_ARRAY && "components".equals(in.currentName())) {
          for (Component one : more) {
            write(one, out);
          }
          added = true;
        }
      }
      out.writeRaw('\n');
    }
    if (!added) {
      throw new Refusal(jars + " has no list of components.");
    }
  }

  private static void write(Component one, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", one.type());
    out.writeStringField("bom-ref", one.purl());
    out.writeStringField("publisher", one.publisher());
    out.writeStringField("name", one.name());
    out.writeStringField("version", one.version());
    out.writeArrayFieldStart("licenses");
    out.writeStartObject();
    out.writeStringField("expression", one.licence());
    out.writeEndObject();
    out.writeEndArray();
    out.writeStringField("purl", one.purl());
    out.writeEndObject();
  }

  /** Lines end alike on every machine. */
  private static DefaultPrettyPrinter printer() {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
  }
}
