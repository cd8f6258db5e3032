package io.ebbgate.core.config;

/** Paths of Unix sockets that an annotation may name: absolute, plain, and without a way up. */
public final class SocketPath {
  private SocketPath() {}

  /** Whether a text is one of at most this length. */
  public static boolean isPath(String text, int longest) {
    return text.length() >= 2
        && text.length() <= longest
        && text.startsWith("/")
        && !text.contains("..")
        && text.chars().allMatch(SocketPath::mayStandInAPath);
  }

  private static boolean mayStandInAPath(int character) {
    return (character < 128 && Character.isLetterOrDigit(character))
        || "._@/-".indexOf(character) >= 0;
  }
}
