package io.ebbgate.core.close;

import java.util.Optional;

/**
 * Failures that followed each other, with nothing closed in between.
 *
 * @param count how many
 * @param cause of the last one, as a sentence's end
 * @param waiting a pause comes before sockets are read again
 */
public record CloseFailures(int count, Optional<String> cause, boolean waiting) {
  static final CloseFailures NONE = new CloseFailures(0, Optional.empty(), false);

  CloseFailures plus(String why) {
    return new CloseFailures(count + 1, Optional.of(why), true);
  }

  /** No failure, but a reason to wait. */
  CloseFailures pause() {
    return new CloseFailures(count, cause, true);
  }

  CloseFailures tryAgain() {
    return waiting ? new CloseFailures(count, cause, false) : this;
  }
}
