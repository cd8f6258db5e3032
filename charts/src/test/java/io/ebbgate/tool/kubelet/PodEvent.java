package io.ebbgate.tool.kubelet;

import static java.util.Objects.requireNonNull;

/**
 * Something that happened to a pod.
 *
 * @param at nanoseconds of the ticker
 * @param container empty where it is about the whole pod
 */
public record PodEvent(long at, Kind kind, String container) {
  /** What happened; the names of events are Kubernetes' where it has them. */
  public enum Kind {
    STARTED,
    READY,
    UNREADY,
    DELETED,
    HOOK_STARTED,
    HOOK_ENDED,
    HOOK_ABANDONED,
    FAILED_PRE_STOP_HOOK,
    UNHEALTHY,
    TERMINATED,
    KILLED,
    EXITED,
    GONE
  }

  public PodEvent {
    requireNonNull(kind);
    requireNonNull(container);
  }
}
