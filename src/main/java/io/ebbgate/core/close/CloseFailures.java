package io.ebbgate.core.close;

import java.util.Optional;

/**
 * Failures that followed each other: to read sockets, without a reading in between, or to close
 * them, with nothing closed in between.
 *
 * @param count how many
 * @param cause of the last one, as a sentence's end
 * @param ofReading the last one was a reading
 * @param waiting a pause comes before sockets are read again
 */
public record CloseFailures(int count, Optional<String> cause, boolean ofReading, boolean waiting) {
  static final CloseFailures NONE = new CloseFailures(0, Optional.empty(), false, false);

  CloseFailures unread(String why) {
    return new CloseFailures(count + 1, Optional.of(why), true, true);
  }

  CloseFailures notClosed(String why) {
    return new CloseFailures(count + 1, Optional.of(why), false, true);
  }

  /** No failure, but a reason to wait. */
  CloseFailures pause() {
    return new CloseFailures(count, cause, ofReading, true);
  }

  /** After a reading. */
  CloseFailures read() {
    return ofReading ? NONE : new CloseFailures(count, cause, false, false);
  }
}
