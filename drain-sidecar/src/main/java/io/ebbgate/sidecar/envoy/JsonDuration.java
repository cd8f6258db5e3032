package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.config.TextCursor;
import java.time.Duration;
import java.util.Optional;

/**
 * Durations as protobuf's JSON mapping writes them: {@code 45s}, {@code 0.500s}. What is longer
 * than a century is one: it has to fit into a long of nanoseconds.
 */
final class JsonDuration {
  private static final int MOST_DIGITS = 12;
  private static final int FRACTION_DIGITS = 9;
  private static final Duration CENTURY = Duration.ofDays(36_500);

  private JsonDuration() {}

  /** A setting of Envoy, of which nothing longer than any drain matters. */
  static Optional<Duration> setting(String text) {
    return parse(text).map(told -> shorter(told, DurationText.LONGEST));
  }

  /** The duration, which may be negative; empty where the text is none. */
  static Optional<Duration> signed(String text) {
    return text.startsWith("-") ? parse(text.substring(1)).map(Duration::negated) : parse(text);
  }

  /** The duration, or empty where the text is none or it is negative. */
  static Optional<Duration> parse(String text) {
    TextCursor cursor = new TextCursor(text);
    String seconds = cursor.take(TextCursor::isDigit);
    boolean point = cursor.skip('.');
    String fraction = point ? cursor.take(TextCursor::isDigit) : "0";
    boolean form =
        !seconds.isEmpty()
            && seconds.length() <= MOST_DIGITS
            && !fraction.isEmpty()
            && fraction.length() <= FRACTION_DIGITS
            && cursor.skip('s')
            && cursor.atEnd();
    return form ? Optional.of(duration(seconds, fraction)) : Optional.empty();
  }

  private static Duration duration(String seconds, String fraction) {
    long nanos = Long.parseLong(fraction + "0".repeat(FRACTION_DIGITS - fraction.length()));
    return shorter(Duration.ofSeconds(Long.parseLong(seconds), nanos), CENTURY);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
