package io.ebbgate.core.drain;

import java.time.Duration;

/** Whether a container that stops after the gateway may stop now. */
public sealed interface StopTurn {
  /**
   * A hook without a signal that the pod terminates is a restart of its container after this time.
   * Longer than for the gateway's, whose drain goes on when the signal comes late: on a node with
   * too few processors it came 0.4 s after the hook, and what is let go can't be held again.
   */
  Duration RESTART_WAIT = Duration.ofSeconds(2);

  /** Not yet. */
  record Wait() implements StopTurn {}

  /** Now: its hook is answered, and the kubelet stops it. */
  record Stop(Cause cause) implements StopTurn {}

  /** Why a container may stop. */
  enum Cause {
    /** What stops before it has stopped. */
    PREDECESSOR_GONE,
    /** The pod stays, and only this container is restarted. */
    RESTART,
    /** The grace period is nearly over. */
    TIME_UP
  }

  /**
   * The turn of a container whose hook was called.
   *
   * @param askedAt when its hook came, in nanoseconds of a ticker, as are all times
   * @param end when the grace period is over for it
   * @param terminating whether it is known that the pod is being deleted
   * @param predecessorGone what stops before it ran, and runs no more
   */
  static StopTurn of(
      long askedAt, long now, long end, boolean terminating, boolean predecessorGone) {
    if (terminating && predecessorGone) {
      return new Stop(Cause.PREDECESSOR_GONE);
    }
    if (!terminating && now - askedAt >= RESTART_WAIT.toNanos()) {
      return new Stop(Cause.RESTART);
    }
    return now - end >= 0 ? new Stop(Cause.TIME_UP) : new Wait();
  }
}
