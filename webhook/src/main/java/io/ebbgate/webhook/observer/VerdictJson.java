package io.ebbgate.webhook.observer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.core.verdict.VerdictFields;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Verdict} as JSON: in a termination message, a sidecar's status, an Event's annotation.
 */
public final class VerdictJson {
  /** At most this many characters are written, as many as a termination message has. */
  static final int MAX_LENGTH = 4096;

  /** A status has a few fields more. */
  private static final int MAX_READ = 4 * MAX_LENGTH;

  private static final int MAX_NESTING = 4;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
              .build());

  private VerdictJson() {}

  /** The document with the most detail that fits. */
  static String write(Verdict verdict) {
    return json(verdict.fieldsWithin(fields -> json(fields).length(), MAX_LENGTH));
  }

  private static String json(Map<String, ?> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("Maps, texts and numbers have a JSON form.", impossible);
    }
  }

  /**
   * Reads a document; empty for any other text. The kubelet cuts a termination message to the share
   * of 12 KiB that each container of the pod has: then the fields before the cut are read.
   */
  public static Optional<Verdict> read(String text) {
    return text.length() > MAX_READ ? Optional.empty() : Verdict.read(fields(text));
  }

  private static Map<String, @Nullable Object> fields(String text) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    String name = "";
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Map.of();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        name = parser.currentName();
        parser.nextToken();
        fields.put(name, JSON.readValue(parser, Object.class));
      }
      return fields;
    } catch (IOException cut) {
      // Everything else has an end of its own, but of a number there may be more.
      if (fields.get(name) instanceof Number) {
        fields.remove(name);
      }
      return fields.containsKey(VerdictFields.PROVISIONAL) ? fields : Map.of();
    }
  }

  /** Reads a sidecar's own document; killed and lost are the observer's findings only. */
  public static Optional<Verdict> readSidecars(String text) {
    return read(text)
        .filter(
            verdict -> verdict.outcome() != Outcome.KILLED && verdict.outcome() != Outcome.LOST);
  }
}
