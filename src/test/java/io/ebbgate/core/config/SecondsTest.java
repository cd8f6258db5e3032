package io.ebbgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Property;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondsTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S,0.000",
    "PT0.001S,0.001",
    "PT0.0124999S,0.012",
    "PT0.0125S,0.013",
    "PT12.25S,12.250",
    "PT24H,86400.000",
    "PT-0.25S,-0.250"
  })
  void hasThreeDecimals(Duration duration, String text) {
    assertThat(Seconds.of(duration)).hasToString(text);
  }

  @Test
  void isAsADecimalNumberWouldBeRounded() {
    Property.holds(
        1_000,
        random -> {
          Duration duration = Duration.ofNanos(random.nextLong(Long.MAX_VALUE / 2));
          Seconds seconds = Seconds.of(duration);

          BigDecimal exact =
              BigDecimal.valueOf(duration.toNanos(), 9).setScale(3, RoundingMode.HALF_UP);
          assertThat(seconds).hasToString(exact.toPlainString());
          assertThat(seconds.doubleValue()).isEqualTo(exact.doubleValue());
          assertThat(seconds.longValue()).isEqualTo(exact.longValue());
        });
  }

  @Test
  void equalsTheSameNumberOfMilliseconds() {
    assertThat(Seconds.of(Duration.ofMillis(5)))
        .isEqualTo(Seconds.of(Duration.ofNanos(5_000_001)))
        .hasSameHashCodeAs(Seconds.of(Duration.ofMillis(5)))
        .isNotEqualTo(Seconds.of(Duration.ofMillis(6)));
  }
}
