package io.ebbgate.webhook.cluster;

import io.ebbgate.core.config.TextCursor;

/** Names of objects. */
public final class ObjectName {
  private ObjectName() {}

  /**
   * Whether an object can have the name: the characters of a DNS subdomain (RFC 1123), none of
   * which ends a segment of a URL's path.
   */
  public static boolean isValid(CharSequence name) {
    boolean last = false;
    for (int i = 0; i < name.length(); i++) {
      char character = name.charAt(i);
      last = isLetter(character);
      if (!last && (i == 0 || (character != '-' && character != '.'))) {
        return false;
      }
    }
    return last;
  }

  private static boolean isLetter(char character) {
    return (character >= 'a' && character <= 'z') || TextCursor.isDigit(character);
  }
}
