package io.ebbgate.webhook.patch;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.config.HostPort;
import java.util.List;
import java.util.Optional;

/**
 * What a patch needs besides the injection.
 *
 * @param observer where the sidecar notifies the observer; empty where it does not
 * @param pullSecrets names of the Secrets that the sidecar's image is pulled with
 * @param hash of the injection, for the status annotation
 * @param reason the decision's wire name, for the status annotation
 * @param version of this program, for the status annotation
 * @param status of an earlier injection of the same pod
 * @param ranges LimitRanges of the pod's namespace
 */
public record PatchInputs(
    PodToken token,
    String image,
    Optional<HostPort> observer,
    List<String> pullSecrets,
    String hash,
    String reason,
    String version,
    Optional<InjectionStatus> status,
    LimitRanges ranges) {
  public PatchInputs {
    requireNonNull(token);
    requireNonNull(image);
    requireNonNull(observer);
    pullSecrets = List.copyOf(pullSecrets);
    requireNonNull(hash);
    requireNonNull(reason);
    requireNonNull(version);
    requireNonNull(status);
    requireNonNull(ranges);
  }

  @Override
  public String toString() {
    return "PatchInputs[" + hash + "]";
  }
}
