package io.ebbgate.tool.demo;

import static java.util.Objects.requireNonNull;

/** A pod at one moment: connections through the balancer, and its phase. */
record Sample(long at, String pod, String phase, int connections) {
  Sample {
    requireNonNull(pod);
    requireNonNull(phase);
  }
}
