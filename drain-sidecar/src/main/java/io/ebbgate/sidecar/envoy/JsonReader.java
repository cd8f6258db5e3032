package io.ebbgate.sidecar.envoy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** Walks an answer as a stream: what is not asked for is skipped and never held. */
final class JsonReader {
  /** Envoy's own configuration nests about 30 deep. */
  private static final int DEEPEST = 200;

  /** What is longer than this is no name; text that is skipped may have any length. */
  private static final int LONGEST = 64 * 1024;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Else every name of a field that ever came is kept, up to some thousand of 64 KiB.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNameLength(LONGEST)
                  .maxStringLength(LONGEST)
                  .maxNumberLength(64)
                  .build())
          .build();

  /** Reads the value of the field of this name, or leaves it to be skipped by reading nothing. */
  @FunctionalInterface
  interface Field {
    void read(JsonReader json, String name) throws IOException;
  }

  /** Reads the value at hand, or leaves it to be skipped. */
  @FunctionalInterface
  interface Value {
    void read(JsonReader json) throws IOException;
  }

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads the fields of a body that has to be one object and nothing after it. */
  static void document(InputStream body, Field field) throws IOException {
    try (JsonParser parser = FACTORY.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no JSON object");
      }
      new JsonReader(parser).fields(field);
      // Reading on to the end also shows whether the answer was complete.
      if (parser.nextToken() != null) {
        throw new IOException("more than one JSON object");
      }
    }
  }

  /** Reads the elements of one array in such a body. */
  static void document(InputStream body, String array, Value element) throws IOException {
    document(
        body,
        (json, name) -> {
          if (name.equals(array)) {
            json.elements(element);
          }
        });
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
      field.read(this, name);
      // At an opening token only if the value was not read.
      parser.skipChildren();
    }
  }

  /** The value of this one field of the object at hand, if it has it. */
  void field(String wanted, Value value) throws IOException {
    fields((_, name) -> {
      if (name.equals(wanted)) {
        value.read(this);
      }
    });
  }

  /** The elements of the array at hand; a value that is no array has none. */
  void elements(Value element) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read(this);
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

  /** Whether {@code true} is at hand; empty where it is neither {@code true} nor {@code false}. */
  Optional<Boolean> truth() {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> Optional.of(true);
      case VALUE_FALSE -> Optional.of(false);
      default -> Optional.empty();
    };
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
