package io.ebbgate.sidecar.report;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.verdict.Verdict;
import java.util.Optional;

/**
 * What the control port shows.
 *
 * @param phase the phase's word
 * @param report of the drain that runs, or of the last one
 * @param plan the last that could be made
 */
public record DrainStatus(String phase, Optional<Verdict> report, Optional<Plan> plan) {
  public DrainStatus {
    requireNonNull(phase);
    requireNonNull(report);
    requireNonNull(plan);
  }
}
