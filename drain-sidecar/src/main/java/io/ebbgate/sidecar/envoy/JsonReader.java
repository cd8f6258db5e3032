package io.ebbgate.sidecar.envoy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** Walks an answer as a stream: what nobody asks for is skipped and never held. */
final class JsonReader {
  /** Envoy's own configuration nests about 30 deep. */
  private static final int DEEPEST = 200;

  /** What is longer than this is no name; text that nobody asks for may have any length. */
  private static final int LONGEST = 64 * 1024;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNameLength(LONGEST)
                  .maxStringLength(LONGEST)
                  .maxNumberLength(64)
                  .build())
          .build();

  /** Reads the value of one field, or leaves it to be skipped by reading nothing. */
  @FunctionalInterface
  interface Field {
    void read(String name) throws IOException;
  }

  /** Reads one element of an array, or leaves it to be skipped. */
  @FunctionalInterface
  interface Element {
    void read() throws IOException;
  }

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads a body that has to be one object and nothing after it. */
  static void document(InputStream body, DocumentReader reader) throws IOException {
    try (JsonParser parser = FACTORY.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no JSON object");
      }
      reader.read(new JsonReader(parser));
      // Reading on to the end also shows whether the answer was complete.
      if (parser.nextToken() != null) {
        throw new IOException("more than one JSON object");
      }
    }
  }

  /** Reads a document. */
  @FunctionalInterface
  interface DocumentReader {
    void read(JsonReader json) throws IOException;
  }

  /** The fields of the object at hand; a value that is no object has none. */
  void fields(Field field) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      field.read(name);
      // At an opening token only if nobody read the value.
      parser.skipChildren();
    }
  }

  /** The elements of the array at hand; a value that is no array has none. */
  void elements(Element element) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read();
      parser.skipChildren();
    }
  }

  /** The text at hand; empty where it is none, or longer than a name can be. */
  Optional<String> text() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return Optional.empty();
    }
    String text = parser.getText();
    return text.length() <= 4096 ? Optional.of(text) : Optional.empty();
  }

  /** The whole number at hand; empty where it is none or doesn't fit. */
  OptionalLong number() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(parser.getLongValue());
  }
}
