package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What is known of an injected pod that is no more, or soon will be.
 *
 * @param word what its sidecar left, where that can be read
 * @param forced whether it was deleted without any grace
 * @param served whether it was ever ready
 * @param unseen whether nobody watched when it left
 */
public record TerminatedPod(
    Optional<LastWord> word, boolean forced, boolean served, boolean unseen) {
  public TerminatedPod {
    requireNonNull(word);
  }
}
