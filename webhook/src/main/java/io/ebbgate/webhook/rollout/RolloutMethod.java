package io.ebbgate.webhook.rollout;

/** How pods are replaced. */
public enum RolloutMethod {
  /** As {@code kubectl rollout restart} does, by the workload's own strategy. */
  RESTART,
  /** All pods are deleted at once, as when a node pool goes. */
  DELETE_ALL
}
