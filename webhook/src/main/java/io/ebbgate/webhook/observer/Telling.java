package io.ebbgate.webhook.observer;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.Termination;
import java.time.Instant;

/** A departure that is to be told of, and when it was seen. */
record Telling(PodIdentity pod, Termination departure, Instant at) {
  Telling {
    requireNonNull(pod);
    requireNonNull(departure);
    requireNonNull(at);
  }
}
