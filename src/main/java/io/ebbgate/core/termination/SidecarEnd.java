package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.verdict.Verdict;
import java.time.Instant;
import java.util.Optional;

/**
 * The end of a sidecar that is not restarted.
 *
 * @param at when, if the kubelet says so
 * @param verdict the one it left, if it can be read
 */
public record SidecarEnd(Optional<Instant> at, Optional<Verdict> verdict) {
  public SidecarEnd {
    requireNonNull(at);
    requireNonNull(verdict);
  }
}
