package io.ebbgate.tool.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {
  @Test
  void isEnoughLoadByDefault() throws Exception {
    DemoOptions options = DemoOptions.read(Map.of());
    assertThat(options.defaults()).isTrue();
    assertThat(options.rate() * options.length().toSeconds())
        .isGreaterThan(DemoChecks.LEAST_REQUESTS);
  }

  @Test
  void takesOtherNumbers() throws Exception {
    DemoOptions options =
        DemoOptions.read(Map.of(DemoOptions.RATE, "100", DemoOptions.SECONDS, "60"));
    assertThat(options).isEqualTo(new DemoOptions(100, Duration.ofSeconds(60)));
    assertThat(options.defaults()).isFalse();
  }

  @Test
  void reportsBothMistakesAtOnce() {
    assertThatThrownBy(
            () -> DemoOptions.read(Map.of(DemoOptions.RATE, "fast", DemoOptions.SECONDS, "7")))
        .hasMessage(
            """
            demo.rate is "fast"; allowed is a whole number from 50 to 5000.
            demo.seconds is "7"; allowed is a whole number from 30 to 600.\
            """);
  }
}
