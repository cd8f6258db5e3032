package io.ebbgate.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLineTest {
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "short, short",
    "exactly ten, exactly...",
    "0123456789, 0123456789",
    "01234567890, 0123456...",
    "'\"\"\"\"\"', '\"\"\"\"\"'",
    "'\"\"\"\"\"\"', '\"\"\"...'",
    "'\u00e9\u00e9', '\u00e9...'",
    "'a\ud83d\ude00', 'a...'",
  })
  void cutsWhatTakesMoreThanTenBytes(String text, String wanted) {
    assertThat(LogLine.cut(text, 10)).isEqualTo(wanted);
  }

  @Test
  void keepsABeginningOfWhatItCuts() {
    Property.holds(
        500,
        random -> {
          StringBuilder text = new StringBuilder();
          int length = random.nextInt(2_000);
          for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(random.nextBoolean() ? 0x80 : 0x11_0000));
          }
          String cut = LogLine.cut(text.toString(), LogLine.TEXT);

          assertThat(cut.equals(text.toString()) || cut.endsWith("...")).isTrue();
          assertThat(text)
              .startsWith(cut.equals(text.toString()) ? cut : cut.substring(0, cut.length() - 3));
          assertThat(cut.length()).isLessThanOrEqualTo(LogLine.TEXT);
        });
  }
}
