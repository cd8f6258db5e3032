package io.ebbgate.core.drain;

import io.ebbgate.core.verdict.DrainRecord.ClosedByForce;
import java.time.Duration;

/** Something that happened during a hold, and when on the monotonic clock. */
public sealed interface Observation {
  /** Nanoseconds of the injected ticker. */
  long at();

  /** Envoy answered a poll. */
  record Answered(long at, Reading reading) implements Observation {}

  /** Envoy did not answer a poll, or not in a way that can be read. */
  record Failed(long at, Failure failure) implements Observation {}

  /** An action was tried. */
  record Acted(long at, AdminAction action, Effect effect) implements Observation {}

  /** The granted grace turned out shorter; only ever shortens. */
  record Shortened(long at, Duration grantedGrace) implements Observation {}

  /**
   * The pod is being deleted after all: the sidecar's own preStop came after the time that
   * distinguishes a restart. The one case in which a hold gets longer, because the kubelet grants
   * the whole grace.
   */
  record Terminating(long at, Duration grantedGrace) implements Observation {}

  /**
   * The gateway's hook came while the control port's drain ran: what the kubelet waits for begins
   * with the hook, under these terms. What Envoy took already is not asked again.
   */
  record Hooked(long at, DrainTerms terms) implements Observation {}

  /** Envoy was read again: it could not be asked before, or its listeners have changed. */
  record Planned(long at, Plan plan) implements Observation {}

  /** The Envoy that answers is another process than the one this drain began with. */
  record Reborn(long at) implements Observation {}

  /**
   * The Envoy that answers took over the listeners in a hot restart. It was not asked for anything
   * yet, and has to be read; the one before it goes on with its connections until it is ended.
   */
  record TakenOver(long at) implements Observation {}

  /**
   * Connections were looked at that may be closed by force, and those that were due were closed.
   *
   * @param closed this time; none where none was due
   * @param left of them afterwards
   * @param failed the kernel refused to close one
   */
  record ForceClosed(long at, ClosedByForce closed, long left, boolean failed)
      implements Observation {}

  /** The load balancer still has the pod, or has let go of it. */
  record Registration(long at, boolean registered) implements Observation {}

  /** Time went by. */
  record Elapsed(long at) implements Observation {}

  /** Why a poll failed. */
  enum Failure {
    /** Connection refused, or the socket's path is gone: not listening. */
    CONNECTION_REFUSED,
    /** The poll ran into its time limit, but Envoy answers what costs it nothing. */
    SLOW,
    /** Everything else: time limit, reset, status, unreadable. */
    NO_ANSWER
  }

  /** What came of an action. */
  enum Effect {
    /** Envoy took it. */
    DONE,
    /** No answer, or one that may change: tried again. */
    RETRY,
    /** Envoy will never take it: forbidden, unknown, not allowed. */
    REFUSED,
    /** Envoy answered as if it took it, and is as it was before. */
    NONE
  }
}
