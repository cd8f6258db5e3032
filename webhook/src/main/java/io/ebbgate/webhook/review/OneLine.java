package io.ebbgate.webhook.review;

/**
 * Makes text from a pod safe for a terminal, a log or a header: a name with a line break would
 * start a line of its own there, and one with an escape sequence could clear the screen.
 */
public final class OneLine {
  private OneLine() {}

  /** The text with a space for each character that is not seen: controls, directions, halves. */
  public static String of(String text) {
    return text.codePoints()
        .map(OneLine::visible)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static int visible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          ' ';
      default -> point;
    };
  }
}
