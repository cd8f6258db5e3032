package io.ebbgate.tool.load;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a connection ended without harm: the client knew before it sent anything more. */
public enum CleanClose {
  /** {@code Connection: close} or GOAWAY; the client closes and opens another when it needs one. */
  TOLD_TO_CLOSE,
  /** The server closed with no request in flight, and the client saw it before the next. */
  CLOSED_IDLE;

  /** The one of that word. */
  static Optional<CleanClose> named(String word) {
    return Stream.of(values()).filter(parting -> parting.wireName().equals(word)).findFirst();
  }

  /** The word in reports, {@code told_to_close}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
