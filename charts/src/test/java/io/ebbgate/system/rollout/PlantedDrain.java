package io.ebbgate.system.rollout;

/** What the gateway's pods do when they are deleted. */
enum PlantedDrain {
  /** SIGTERM at once. */
  NO_HOOK,
  /** A wait that is shorter than the work, as {@code sleep 15} is. */
  SHORT_SLEEP,
  /** Ebbgate's sidecar. */
  OURS
}
