package io.ebbgate.sidecar.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.ebbgate.core.config.Seconds;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON object on one line: ASCII alone, so that no text in it ends a line. */
public final class JsonLine {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** Writes the fields of the object. */
  @FunctionalInterface
  public interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  private JsonLine() {}

  /** The object as text, without an end of line. */
  public static String object(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter throws no IOException", e);
    }
    return text.toString();
  }

  /** Writes a map's entries as fields: texts, numbers, booleans, null, lists and maps of these. */
  public static void fields(JsonGenerator json, Map<?, ? extends @Nullable Object> fields)
      throws IOException {
    for (Map.Entry<?, ? extends @Nullable Object> field : fields.entrySet()) {
      json.writeFieldName(String.valueOf(field.getKey()));
      value(json, field.getValue());
    }
  }

  private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case Map<?, ?> object -> {
        json.writeStartObject();
        fields(json, object);
        json.writeEndObject();
      }
      case List<?> array -> {
        json.writeStartArray();
        for (Object element : array) {
          value(json, element);
        }
        json.writeEndArray();
      }
      case null -> json.writeNull();
      case Boolean flag -> json.writeBoolean(flag);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Seconds seconds -> json.writeNumber(seconds.toString());
      default -> json.writeString(value.toString());
    }
  }
}
