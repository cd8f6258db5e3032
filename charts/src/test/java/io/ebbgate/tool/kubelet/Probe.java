package io.ebbgate.tool.kubelet;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * A probe with the API server's defaults filled in.
 *
 * @param grace of its own, when it kills the container
 */
record Probe(
    Handler handler,
    Duration delay,
    Duration period,
    Duration timeout,
    int failures,
    int successes,
    Optional<Duration> grace) {
  Probe {
    requireNonNull(handler);
    requireNonNull(delay);
    requireNonNull(period);
    requireNonNull(timeout);
    requireNonNull(grace);
  }
}
