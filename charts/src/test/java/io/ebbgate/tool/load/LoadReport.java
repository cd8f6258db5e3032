package io.ebbgate.tool.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.ebbgate.webhook.load.CleanClose;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Latency;
import io.ebbgate.webhook.load.Ledger;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What a client in a pod recorded, and its JSON: one object, so that a text that was cut anywhere
 * can't be read.
 *
 * @param requests those that ended; more than the exchanges where only failures were kept
 * @param latency of quick requests
 * @param exchanges with times in nanoseconds since the epoch
 * @param cleanCloses one count for each
 * @param reconnections how many clients connected again after a cut, by the kinds that did
 */
public record LoadReport(
    long requests,
    Latency latency,
    List<Exchange> exchanges,
    Map<CleanClose, Long> cleanCloses,
    Map<Kind, Long> reconnections) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  public LoadReport {
    exchanges = List.copyOf(exchanges);
    Map<CleanClose, Long> counts = new EnumMap<>(CleanClose.class);
    for (CleanClose close : CleanClose.values()) {
      counts.put(close, cleanCloses.getOrDefault(close, 0L));
    }
    cleanCloses = Collections.unmodifiableMap(counts);
    Map<Kind, Long> again = new EnumMap<>(Kind.class);
    again.putAll(reconnections);
    reconnections = Collections.unmodifiableMap(again);
  }

  /** Of a run without a client. */
  public static LoadReport nothing() {
    return new LoadReport(0, Latency.of(LongStream.empty()), List.of(), Map.of(), Map.of());
  }

  static LoadReport of(Ledger ledger) {
    return new LoadReport(
        ledger.requests(),
        ledger.latency(),
        ledger.exchanges(),
        ledger.cleanCloses(),
        ledger.reconnections());
  }

  /**
   * The report with the number of its exchanges, so that one that is missing is noticed.
   *
   * @param kept exchanges of the report
   */
  private record Document(int kept, LoadReport report) {}

  /** Its JSON. */
  String text() {
    try {
      return JSON.writeValueAsString(new Document(exchanges.size(), this));
    } catch (JsonProcessingException never) {
      throw new IllegalStateException(never);
    }
  }

  /**
   * Reads such a text.
   *
   * @throws IOException for any other text, and for a part of one
   */
  public static LoadReport parse(String text) throws IOException {
    Document document = JSON.readValue(text, Document.class);
    int found = document.report().exchanges().size();
    if (found != document.kept()) {
      throw new IOException(
          "The report has %d exchanges and says %d; a part of it is missing."
              .formatted(found, document.kept()));
    }
    return document.report();
  }
}
