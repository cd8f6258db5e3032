package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What people restart above a ReplicaSet: a Deployment, or a Rollout of Argo. */
public record ReplicaSetOwner(String kind, String name) {
  /** Labels of pods whose value ends the name of their ReplicaSet. */
  private static final Map<String, String> TEMPLATE_HASHES =
      Map.of("pod-template-hash", "Deployment", "rollouts-pod-template-hash", "Rollout");

  public ReplicaSetOwner {
    requireNonNull(kind);
    requireNonNull(name);
  }

  /**
   * Reads the owner from the ReplicaSet's name; empty where it does not end with its pods' hash.
   *
   * @param label the value of a pod's label; empty where it has none
   */
  public static Optional<ReplicaSetOwner> of(String replicaSet, UnaryOperator<String> label) {
    return TEMPLATE_HASHES.entrySet().stream()
        .filter(each -> {
          String hash = label.apply(each.getKey());
          return !hash.isEmpty() && replicaSet.endsWith("-" + hash);
        })
        .findFirst()
        .map(each -> {
          int hash = label.apply(each.getKey()).length();
          return new ReplicaSetOwner(
              each.getValue(), replicaSet.substring(0, replicaSet.length() - hash - 1));
        });
  }
}
