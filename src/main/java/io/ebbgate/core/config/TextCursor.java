package io.ebbgate.core.config;

import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Reads a text from left to right and each character once: what a regular expression would do in
 * steps that no one has counted.
 */
public final class TextCursor {
  private final CharSequence text;
  private int position;

  public TextCursor(CharSequence text) {
    this.text = text;
  }

  /** Whether nothing is left. */
  public boolean atEnd() {
    return position == text.length();
  }

  /** Skips this character; false, and nothing is skipped, where another is next. */
  public boolean skip(char wanted) {
    boolean next = !atEnd() && text.charAt(position) == wanted;
    position += next ? 1 : 0;
    return next;
  }

  /** Skips this text; false, and nothing is skipped, where another is next. */
  public boolean skip(String wanted) {
    int end = position + wanted.length();
    boolean next =
        end <= text.length() && wanted.contentEquals(text.subSequence(position, end));
    position = next ? end : position;
    return next;
  }

  /** Takes the characters of this kind up to the first of another; empty where there is none. */
  public String take(IntPredicate kind) {
    int from = position;
    while (!atEnd() && kind.test(text.charAt(position))) {
      position++;
    }
    return text.subSequence(from, position).toString();
  }

  /** Takes what is left. */
  public String rest() {
    return take(_ -> true);
  }

  /**
   * Takes the digits that are next; empty where there is none, or more than this.
   *
   * @param most at most 9
   */
  public OptionalInt number(int most) {
    String digits = take(TextCursor::isDigit);
    return digits.isEmpty() || digits.length() > most
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(digits));
  }

  /** Whether it is one of ASCII's digits. */
  public static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  /** Whether it is a blank, a tab or one of ASCII's ends of line or page. */
  public static boolean isSpace(int character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }
}
