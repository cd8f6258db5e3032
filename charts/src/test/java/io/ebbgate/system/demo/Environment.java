package io.ebbgate.system.demo;

import static java.util.Objects.requireNonNull;

/** Where a result was measured; numbers of different machines can't be compared. */
record Environment(int cores, String jdk, String envoy, String commit, int rate) {
  Environment {
    requireNonNull(jdk);
    requireNonNull(envoy);
    requireNonNull(commit);
  }
}
