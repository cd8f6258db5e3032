package io.ebbgate.sidecar.envoy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as protobuf's JSON mapping writes them: {@code 45s}, {@code 0.500s}. */
final class JsonDuration {
  private static final Pattern FORM = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?s");

  private JsonDuration() {}

  /** The duration, or empty where the text is none or it is negative. */
  static Optional<Duration> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
    return Optional.of(
        Duration.ofSeconds(
            seconds.longValue(), seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue()));
  }
}
