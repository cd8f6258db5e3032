package io.ebbgate.core.drain;

import static java.util.Objects.requireNonNull;

/** When a phase began, in nanoseconds of the injected ticker. */
public record PhaseEntry(String phase, long at) {
  public PhaseEntry {
    requireNonNull(phase);
  }
}
