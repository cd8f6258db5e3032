package io.ebbgate.webhook.review;

/**
 * Words of a pod's author on their way to a terminal, a log or a header: a name with a line's end
 * would be a line of its own there, and one with an escape could clear the screen.
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
