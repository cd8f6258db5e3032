package io.ebbgate.core.drain;

import java.time.Duration;

/** One of the pod's own probes: a new connection to this port in each period. */
public record Probe(int port, Duration period) {
  public Probe {
    if (!period.isPositive()) {
      throw new IllegalArgumentException("a probe's period is positive");
    }
  }

  double perSecond() {
    return 1e9 / period.toNanos();
  }
}
