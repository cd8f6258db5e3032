package io.ebbgate.webhook.observer;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.Termination;
import java.time.Instant;

/**
 * A pod's drain to publish.
 *
 * @param at when its end was observed
 */
record DrainReport(PodIdentity pod, Termination termination, Instant at) {
  DrainReport {
    requireNonNull(pod);
    requireNonNull(termination);
    requireNonNull(at);
  }
}
