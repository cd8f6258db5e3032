package io.ebbgate.core.verdict;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long a drain was in one phase, in total.
 *
 * @param phase one of {@link io.ebbgate.core.contract.PhaseNames}
 */
public record PhaseTime(String phase, Duration lasted) {
  public PhaseTime {
    requireNonNull(phase);
    requireNonNull(lasted);
  }
}
