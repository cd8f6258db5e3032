package io.ebbgate.core.context;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.LogLine;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.FieldValue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of a listener's drain, as its sidecar's {@link ListenerDrainReport} says it.
 *
 * @param version the {@code version_info} of its configuration
 * @param cut connections that were cut
 * @param upperBound whether {@code cut} may be more than there were
 * @param endedAt by the sidecar's clock
 */
public record ListenerDrain(
    String listener, String version, Count cut, boolean upperBound, Instant endedAt) {
  private static final int LONGEST_TEXT = 256;

  public ListenerDrain {
    requireNonNull(listener);
    requireNonNull(version);
    requireNonNull(cut);
    requireNonNull(endedAt);
  }

  /** Reads a document; empty where it has no listener or no end. */
  public static Optional<ListenerDrain> read(Map<String, ? extends @Nullable Object> fields) {
    Optional<String> listener = FieldValue.text(fields.get(ListenerDrainReport.LISTENER));
    Optional<Instant> endedAt = FieldValue.instant(fields.get(ListenerDrainReport.ENDED_AT));
    return listener.flatMap(name ->
        endedAt.map(end ->
            new ListenerDrain(
                LogLine.cut(name, LONGEST_TEXT),
                LogLine.cut(
                    FieldValue.text(fields.get(ListenerDrainReport.VERSION)).orElse(""),
                    LONGEST_TEXT),
                FieldValue.count(fields.get(ListenerDrainReport.CUT)),
                Boolean.TRUE.equals(fields.get(ListenerDrainReport.UPPER_BOUND)),
                end)));
  }

  /** How many connections it cut, as far as is known. */
  public long cutAtLeast() {
    return cut instanceof Count.Known(long many) ? many : 0;
  }

  /** Its fields as JSON. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(ListenerDrainReport.LISTENER, listener);
    fields.put(ListenerDrainReport.VERSION, version);
    fields.put(ListenerDrainReport.CUT, cutAtLeast());
    fields.put(ListenerDrainReport.UPPER_BOUND, upperBound);
    fields.put(ListenerDrainReport.ENDED_AT, endedAt.toString());
    return fields;
  }
}
