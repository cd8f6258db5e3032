package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

/**
 * A pod and its workload.
 *
 * @param workload the object that people restart: a Deployment rather than its ReplicaSet; empty
 *     for a pod without an owner
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
