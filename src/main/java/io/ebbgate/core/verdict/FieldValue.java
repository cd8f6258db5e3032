package io.ebbgate.core.verdict;

import io.ebbgate.core.config.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Values of a document's fields; a value of another type or out of range reads as absent. */
public final class FieldValue {
  /** No pod has more connections or requests, and no drain more polls. */
  static final int MOST = 100_000_000;

  /** Times that every API takes; others overflow where they are added to or written. */
  private static final Instant EARLIEST = Instant.EPOCH;

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private FieldValue() {}

  /** From 0 to the longest hold that can be set; NaN and infinity are out of range. */
  static Optional<Duration> duration(@Nullable Object seconds) {
    return seconds instanceof Number number
            && number.doubleValue() >= 0
            && number.doubleValue() <= DurationText.LONGEST.toSeconds()
        ? Optional.of(Duration.ofMillis(Math.round(number.doubleValue() * 1e3)))
        : Optional.empty();
  }

  static @Nullable Long count(Count count) {
    return switch (count) {
      case Count.Known(long value) -> value;
      case Count.Unknown _ -> null;
    };
  }

  /** A whole number from 0; unknown where it is none. */
  public static Count count(@Nullable Object value) {
    OptionalLong whole = whole(value);
    return whole.isPresent()
        ? Count.of(whole.getAsLong())
        : Count.unknown("the document does not say");
  }

  /** A whole number from 0; 0 where it is none. */
  static int number(@Nullable Object value) {
    return (int) whole(value).orElse(0);
  }

  private static OptionalLong whole(@Nullable Object value) {
    return switch (value) {
      case Integer small when small >= 0 && small <= MOST -> OptionalLong.of(small);
      case Long large when large >= 0 && large <= MOST -> OptionalLong.of(large);
      case null, default -> OptionalLong.empty();
    };
  }

  /** A time in ISO 8601. */
  public static Optional<Instant> instant(@Nullable Object value) {
    try {
      return text(value)
          .map(Instant::parse)
          .filter(at -> !at.isBefore(EARLIEST) && !at.isAfter(LATEST));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** A text. */
  public static Optional<String> text(@Nullable Object value) {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().flatMap(each -> text(each).stream()).toList()
        : List.of();
  }

  static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }
}
