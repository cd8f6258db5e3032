package io.ebbgate.webhook.observer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Verdict;
import java.util.Map;
import java.util.Optional;

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

  /** Reads a document; empty for any other text. */
  public static Optional<Verdict> read(String text) {
    if (text.length() > MAX_READ) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(text, new TypeReference<Map<String, Object>>() {}))
          .flatMap(Verdict::read);
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** Reads a sidecar's own document; killed and lost are the observer's findings only. */
  public static Optional<Verdict> readSidecars(String text) {
    return read(text)
        .filter(
            verdict -> verdict.outcome() != Outcome.KILLED && verdict.outcome() != Outcome.LOST);
  }
}
