package io.ebbgate.sidecar.drain;

import static java.util.Objects.requireNonNull;

/** What came of calling a drain off. */
public sealed interface CallOffAnswer {
  /** Envoy serves as before. */
  record Done() implements CallOffAnswer {}

  /** It can't be called off, and why, as a sentence. */
  record Refused(String reason) implements CallOffAnswer {
    public Refused {
      requireNonNull(reason);
    }
  }
}
