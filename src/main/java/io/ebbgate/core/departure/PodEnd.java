package io.ebbgate.core.departure;

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
public record PodEnd(Optional<LastWord> word, boolean forced, boolean served, boolean unseen) {
  public PodEnd {
    requireNonNull(word);
  }
}
