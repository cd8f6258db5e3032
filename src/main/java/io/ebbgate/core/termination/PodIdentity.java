package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

/**
 * Which pod, and whose.
 *
 * @param workload the object people restart: a Deployment rather than its ReplicaSet; empty where
 *     nobody owns the pod
 */
public record PodIdentity(
    String uid, String namespace, String name, String workloadKind, String workload) {
  public PodIdentity {
    requireNonNull(uid);
    requireNonNull(namespace);
    requireNonNull(name);
    requireNonNull(workloadKind);
    requireNonNull(workload);
  }
}
