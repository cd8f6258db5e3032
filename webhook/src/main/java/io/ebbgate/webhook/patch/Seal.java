package io.ebbgate.webhook.patch;

import static java.util.Objects.requireNonNull;

/**
 * What a patch carries besides the injection.
 *
 * @param token what hook and sidecar know each other by; never printed
 * @param hash of the injection, for the status annotation
 * @param reason word of the decision, for the status annotation
 * @param version of this program, for the status annotation
 */
public record Seal(String token, String image, String hash, String reason, String version) {
  public Seal {
    requireNonNull(token);
    requireNonNull(image);
    requireNonNull(hash);
    requireNonNull(reason);
    requireNonNull(version);
  }

  @Override
  public String toString() {
    return "Seal[" + hash + "]";
  }
}
