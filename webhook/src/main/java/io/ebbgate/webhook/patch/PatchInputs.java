package io.ebbgate.webhook.patch;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a patch carries besides the injection.
 *
 * @param token what hook and sidecar know each other by; never printed
 * @param pullSecrets names of the Secrets that the image is pulled with
 * @param hash of the injection, for the status annotation
 * @param reason word of the decision, for the status annotation
 * @param version of this program, for the status annotation
 */
public record PatchInputs(
    String token,
    String image,
    List<String> pullSecrets,
    String hash,
    String reason,
    String version) {
  public PatchInputs {
    requireNonNull(token);
    requireNonNull(image);
    pullSecrets = List.copyOf(pullSecrets);
    requireNonNull(hash);
    requireNonNull(reason);
    requireNonNull(version);
  }

  @Override
  public String toString() {
    return "Seal[" + hash + "]";
  }
}
