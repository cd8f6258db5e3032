package io.ebbgate.sidecar.drain;

import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A request to the drain thread; {@code at} is when it arrived, in nanoseconds of the ticker. */
sealed interface Command {
  /** When it arrived. */
  long at();

  /**
   * Drains Envoy.
   *
   * @param acceptedAt when its connection was accepted, from which the deadline is counted
   * @param hook from the gateway's preStop hook; false for the control port
   * @param answer completes with the verdict
   */
  record Drain(long at, long acceptedAt, boolean hook, CompletableFuture<Verdict> answer)
      implements Command {}

  /** Cancels a drain that the control port started. */
  record Cancel(long at, CompletableFuture<CancelResult> answer) implements Command {}

  /** The sidecar's own preStop hook: the pod is being deleted. */
  record PodTerminating(long at) implements Command {}

  /** A hook without the pod's token was rejected. */
  record HookRejected(long at) implements Command {}

  /** The pod's grace period is now this long. */
  record Deadline(long at, Duration grace) implements Command {}

  /** Whether the load balancer still has the pod. */
  record Registration(long at, boolean registered) implements Command {}

  /** SIGTERM; the answer completes when the program may exit. */
  record Stop(long at, CompletableFuture<Verdict> answer) implements Command {}
}
