package io.ebbgate.webhook.patch;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The shared secret of a pod's hook and its sidecar.
 *
 * @param text the secret; never printed
 * @param nonce what the secret of a pod without a controller was made from
 */
public record PodToken(String text, Optional<String> nonce) {
  public PodToken {
    requireNonNull(text);
    requireNonNull(nonce);
  }

  @Override
  public String toString() {
    return "PodToken";
  }
}
