package io.ebbgate.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Durations as people write them in Kubernetes: {@code 30s}, {@code 1m30s}, {@code 500ms}. */
public final class DurationText {
  /** For messages: what is allowed. */
  public static final String ALLOWED = "a duration such as 30s, 1m30s or 500ms";

  /** The longest duration taken: a day. No drain lasts longer. */
  public static final Duration LONGEST = Duration.ofHours(24);

  private record Unit(String name, int mostDigits, long millis) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit("h", 6, 3_600_000),
          new Unit("m", 6, 60_000),
          new Unit("s", 6, 1_000),
          new Unit("ms", 8, 1));

  private DurationText() {}

  /** The duration, from 0 to {@link #LONGEST}, or empty where the text is none. */
  public static Optional<Duration> parse(String text) {
    return parse(text, LONGEST);
  }

  /** The duration, from 0 to the longest that is allowed, or empty where the text is none. */
  public static Optional<Duration> parse(String text, Duration longest) {
    return any(text).filter(sum -> sum.compareTo(longest) <= 0);
  }

  /**
   * The duration, or {@link #LONGEST} where it is longer: for what Kubernetes allows and no drain
   * needs, as a grace of two days.
   */
  public static Optional<Duration> clamped(String text) {
    return any(text).map(sum -> sum.compareTo(LONGEST) > 0 ? LONGEST : sum);
  }

  private static Optional<Duration> any(String text) {
    TextCursor cursor = new TextCursor(text);
    long millis = 0;
    int next = 0;
    do {
      String digits = cursor.take(TextCursor::isDigit);
      String name = cursor.take(letter -> letter >= 'a' && letter <= 'z');
      // Each unit once, and the larger first.
      while (next < UNITS.size() && !UNITS.get(next).name.equals(name)) {
        next++;
      }
      if (next == UNITS.size() || digits.isEmpty()) {
        return Optional.empty();
      }
      Unit unit = UNITS.get(next++);
      if (digits.length() > unit.mostDigits) {
        return Optional.empty();
      }
      millis += unit.millis * Long.parseLong(digits);
    } while (!cursor.atEnd());
    return Optional.of(Duration.ofMillis(millis));
  }

  /** The shortest text that {@link #parse} reads back, to the millisecond. */
  public static String format(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }
}
