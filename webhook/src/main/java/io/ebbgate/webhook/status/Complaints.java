package io.ebbgate.webhook.status;

import io.ebbgate.webhook.review.OneLine;
import java.io.PrintStream;
import java.util.Optional;

/** Says what could not be learned once, not with every picture. */
final class Complaints {
  private final PrintStream err;
  private Optional<String> said = Optional.empty();

  Complaints(PrintStream err) {
    this.err = err;
  }

  void say(Optional<String> trouble) {
    if (!trouble.equals(said)) {
      trouble.ifPresent(sentence -> err.println(OneLine.of(sentence)));
      said = trouble;
    }
  }
}
