package io.ebbgate.core.verdict;

import java.time.Duration;

/**
 * How long a drain was in one phase, in total.
 *
 * @param phase one of {@link io.ebbgate.core.contract.PhaseNames}
 */
public record PhaseTime(String phase, Duration lasted) {}
