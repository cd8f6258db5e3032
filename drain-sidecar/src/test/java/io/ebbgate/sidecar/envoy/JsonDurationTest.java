package io.ebbgate.sidecar.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDurationTest {
  @Test
  void readsSecondsWithAndWithoutAFraction() {
    assertThat(JsonDuration.parse("45s")).contains(Duration.ofSeconds(45));
    assertThat(JsonDuration.parse("0.050s")).contains(Duration.ofMillis(50));
    assertThat(JsonDuration.parse("1.000000001s")).contains(Duration.ofSeconds(1, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1", "1m", "1.s", "1e3s", "9999999999999s", " 1s"})
  void refusesWhatProtobufDoesNotWrite(String text) {
    assertThat(JsonDuration.parse(text)).isEmpty();
  }
}
