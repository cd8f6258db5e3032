package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Texts and numbers in a form that JSON and every YAML read alike. */
final class ScalarText {
  private ScalarText() {}

  /** JSON's escapes, and of what YAML calls not printable (YAML 1.2, 5.1) only the escape. */
  static String quoted(String text) {
    StringBuilder escaped = new StringBuilder();
    TextNode.valueOf(text)
        .toString()
        .codePoints()
        .forEach(point -> {
          if (printable(point)) {
            escaped.appendCodePoint(point);
          } else {
            escaped.append("\\u%04x".formatted(point));
          }
        });
    return escaped.toString();
  }

  /**
   * Printable and no line's end for any YAML. Beyond the basic plane everything is, and an escape
   * there would be two halves, which YAML does not put together again.
   */
  static boolean printable(int point) {
    boolean control = point < 0x20 || (point >= 0x7f && point <= 0x9f);
    boolean lineEnd = point == 0x2028 || point == 0x2029;
    boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return !control && !lineEnd && !half && point != 0xfeff && point != 0xfffe && point != 0xffff;
  }

  /** As people write it, {@code 1e9} and not {@code 1E+9}. */
  static String number(JsonNode number) {
    return number.toString().replace("E+", "e").replace('E', 'e');
  }
}
