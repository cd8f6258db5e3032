package io.ebbgate.core.verdict;

import io.ebbgate.core.contract.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a drain ended: the one document that the log, the control port's status, the hook's answer,
 * the termination message and the Event's annotation carry. {@link #fields()} and {@link #read} are
 * inverse to each other, to the millisecond.
 *
 * @param provisional true while the drain runs: the outcome is the one of a drain cut now
 * @param drain empty where no drain took place, or where a document doesn't say when it started
 */
public record Verdict(Outcome outcome, boolean provisional, Optional<DrainRecord> drain) {
  /** How much of a document is written; each constant leaves out more than the one before. */
  public enum Detail {
    FULL,
    WITHOUT_NOTES,
    WITHOUT_PLAN,
    /** No lists and no texts: at most about 500 bytes of JSON. */
    NUMBERS_ONLY
  }

  /** The verdict of a program or pod without a drain. */
  public static Verdict withoutDrain(Outcome outcome) {
    return new Verdict(outcome, false, Optional.empty());
  }

  /** The same drain with an outcome that is known only now, {@code killed}. */
  public Verdict concludedAs(Outcome other) {
    return new Verdict(other, false, drain);
  }

  /** The same verdict, with a hold of at most this where the kubelet limits it. */
  public Verdict heldAtMost(Duration most) {
    return new Verdict(outcome, provisional, drain.map(record -> record.heldAtMost(most)));
  }

  /** The whole document, for any JSON writer: maps, lists, texts, numbers, booleans and null. */
  public Map<String, @Nullable Object> fields() {
    return fields(Detail.FULL);
  }

  /** The document with less detail; {@link #read} takes what is left out for empty. */
  public Map<String, @Nullable Object> fields(Detail detail) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(VerdictFields.VERDICT, outcome.wireName());
    fields.put(VerdictFields.PROVISIONAL, provisional);
    drain.ifPresent(record -> record.write(fields, detail));
    return fields;
  }

  /**
   * The document with the most detail that fits; without lists and texts it is always taken.
   *
   * @param length of the document once it is written
   * @param most the largest length that fits
   */
  public Map<String, @Nullable Object> fieldsWithin(
      ToIntFunction<Map<String, @Nullable Object>> length, int most) {
    for (Detail detail : Detail.values()) {
      Map<String, @Nullable Object> fields = fields(detail);
      if (length.applyAsInt(fields) <= most) {
        return fields;
      }
    }
    return fields(Detail.NUMBERS_ONLY);
  }

  /**
   * Reads a document that a JSON reader has turned into maps and lists. It may be cut, foreign or
   * forged: empty without an outcome of ours, and a part that can't be read is left out.
   */
  public static Optional<Verdict> read(Map<?, ?> fields) {
    return Stream.of(Outcome.values())
        .filter(outcome -> outcome.wireName().equals(fields.get(VerdictFields.VERDICT)))
        .findFirst()
        .map(outcome ->
            new Verdict(
                outcome,
                Boolean.TRUE.equals(fields.get(VerdictFields.PROVISIONAL)),
                DrainRecord.read(fields)));
  }
}
