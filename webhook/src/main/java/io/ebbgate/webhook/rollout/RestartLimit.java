package io.ebbgate.webhook.rollout;

/** Why a change of a workload's template does not replace all of its pods. */
enum RestartLimit {
  /** A Deployment replaces none while it is paused. */
  PAUSED,
  /** A StatefulSet leaves the pods below its partition alone. */
  PARTITION,
  /** A DaemonSet or StatefulSet replaces pods only where something else deletes them. */
  ON_DELETE;

  /** For a sentence. */
  String clause() {
    return switch (this) {
      case PAUSED ->
          "is paused, so that a restart replaces no pod: kubectl rollout resume it, or use"
              + " --how=delete-all";
      case PARTITION ->
          "has a partition, so that a restart does not replace all its pods: use --how=delete-all";
      case ON_DELETE ->
          "has the update strategy OnDelete, so that a restart replaces no pod: use"
              + " --how=delete-all";
    };
  }
}
