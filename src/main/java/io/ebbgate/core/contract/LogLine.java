package io.ebbgate.core.contract;

/**
 * Limits of a log line of either program. Its content may come from strangers, and a container
 * runtime splits lines of 16 KiB.
 */
public final class LogLine {
  /** The longest line, in bytes. */
  public static final int LIMIT = 8 * 1024;

  /** The longest text in a line, in bytes of JSON. */
  public static final int TEXT = 768;

  /** The longest stack trace, in bytes of JSON. */
  public static final int STACK = 4 * 1024;

  /** The longest verdict, in bytes of JSON; before it stand time, level, message and phase. */
  public static final int VERDICT = LIMIT - 256 - TEXT;

  private static final String CUT = "...";

  private LogLine() {}

  /**
   * The text, or as much of its beginning as takes at most {@code most} bytes in a JSON that is
   * ASCII only.
   */
  public static String cut(String text, int most) {
    int bytes = 0;
    int end = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += bytes(text.charAt(i));
      if (bytes <= most - CUT.length()) {
        end = i + 1;
      }
      if (bytes > most) {
        return text.substring(0, whole(text, end)) + CUT;
      }
    }
    return text;
  }

  /** Not between the two halves of a character. */
  private static int whole(String text, int end) {
    return end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }

  private static int bytes(char one) {
    return switch (one) {
      case '"', '\\', '\b', '\t', '\n', '\f', '\r' -> 2;
      default -> one < ' ' || one > '\u007f' ? 6 : 1;
    };
  }
}
