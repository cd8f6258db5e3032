package io.ebbgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({"30s, PT30S", "1m30s, PT1M30S", "500ms, PT0.5S", "2h, PT2H", "0s, PT0S"})
  void readsWhatPeopleWrite(String text, Duration meant) {
    assertThat(DurationText.parse(text)).contains(meant);
  }

  @Test
  void takesAGraceOfTwoDaysForOneWhereItIsClamped() {
    assertThat(DurationText.clamped("48h")).contains(Duration.ofHours(24));
    assertThat(DurationText.clamped("30s")).contains(Duration.ofSeconds(30));
    assertThat(DurationText.clamped("30")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-5s", "1.5s", "30 s", "30S", "1s1m", "25h", "9999999s"})
  void takesNothingElse(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }

  @Test
  void writesTheShortestText() {
    assertThat(DurationText.format(Duration.ofMillis(90_500))).isEqualTo("1m30s500ms");
  }
}
