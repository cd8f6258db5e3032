package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.config.DurationText;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Durations as protobuf's JSON mapping writes them: {@code 45s}, {@code 0.500s}. What is longer
 * than a century is one: it has to fit into a long of nanoseconds.
 */
final class JsonDuration {
  private static final Pattern FORM = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?s");

  private static final Duration CENTURY = Duration.ofDays(36_500);

  private JsonDuration() {}

  /** A setting of Envoy, of which nothing longer than any drain matters. */
  static Optional<Duration> setting(String text) {
    return parse(text).map(told -> shorter(told, DurationText.LONGEST));
  }

  /** The duration, or empty where the text is none or it is negative. */
  static Optional<Duration> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    return Optional.of(shorter(Duration.parse("PT" + text), CENTURY));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
