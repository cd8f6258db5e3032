package io.ebbgate.tool.kubelet;

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
    Optional<Duration> grace) {}
