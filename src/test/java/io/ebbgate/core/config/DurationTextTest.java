package io.ebbgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Property;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
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

  /** What the expression said that described the form before. */
  private static final Pattern FORM =
      Pattern.compile("(?:\\d{1,6}h)?(?:\\d{1,6}m(?!s))?(?:\\d{1,6}s)?(?:\\d{1,8}ms)?");

  @Test
  void takesThePartsInOrderAndEachOnce() {
    List<String> parts = List.of("h", "m", "s", "ms", "0", "12", "000001", "0000001", " ", ".");
    Property.holds(
        2000,
        random -> {
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(9); i > 0; i--) {
            text.append(Property.oneOf(random, parts));
          }
          boolean form = !text.isEmpty() && FORM.matcher(text).matches();

          assertThat(DurationText.clamped(text.toString()).isPresent()).isEqualTo(form);
        });
  }

  @Test
  void refusesDigitsWithoutEndAndARepeatedUnit() {
    assertThat(DurationText.clamped("1".repeat(200_000))).isEmpty();
    assertThat(DurationText.clamped("1s".repeat(100_000))).isEmpty();
  }
}
