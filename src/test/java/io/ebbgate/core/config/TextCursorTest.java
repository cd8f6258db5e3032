package io.ebbgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.CountedText;
import org.junit.jupiter.api.Test;

class TextCursorTest {
  @Test
  void readsEachPartOnce() {
    TextCursor cursor = new TextCursor("ab12cd 34");

    assertThat(cursor.skip("abc")).isFalse();
    assertThat(cursor.skip("ab")).isTrue();
    assertThat(cursor.skip('2')).isFalse();
    assertThat(cursor.number(2)).hasValue(12);
    assertThat(cursor.take(letter -> letter >= 'a')).isEqualTo("cd");
    assertThat(cursor.rest()).isEqualTo(" 34");
    assertThat(cursor.atEnd()).isTrue();
    assertThat(cursor.skip('x')).isFalse();
    assertThat(cursor.skip("x")).isFalse();
    assertThat(cursor.rest()).isEmpty();
  }

  @Test
  void takesNoNumberThatIsTooLongOrMissing() {
    assertThat(new TextCursor("000").number(2)).isEmpty();
    assertThat(new TextCursor("").number(2)).isEmpty();
    assertThat(new TextCursor("\u0661").number(2)).isEmpty();
    assertThat(new TextCursor("999999999").number(9)).hasValue(999_999_999);
  }

  @Test
  void takesAsManyStepsAsATextHasCharacters() {
    CountedText digits = new CountedText("1".repeat(20_000));

    assertThat(new TextCursor(digits).number(9)).isEmpty();
    assertThat(digits.steps()).isLessThan(3 * 20_000);
  }
}
