package io.ebbgate.sidecar.drain;

import java.time.Duration;
import java.util.Optional;

/**
 * Signals that arrived before the hook they belong to: the pod is being deleted, its grace period,
 * whether the load balancer still has it. Each is valid for {@link #VALID}. A rejected hook is kept
 * too, since it may be the gateway's.
 */
final class PendingSignals {
  /** How long a signal is valid without a hook. */
  static final Duration VALID = Duration.ofSeconds(30);

  /** The kubelet calls both hooks of a pod in one moment, and SIGTERM may come before them. */
  private static final Duration TOGETHER = Duration.ofSeconds(2);

  private record Grace(long at, Duration granted) {}

  private record Registration(long at, boolean registered) {}

  private Optional<Long> terminatingAt = Optional.empty();
  private Optional<Long> firstTerminatingAt = Optional.empty();
  private Optional<Long> rejectedAt = Optional.empty();
  private Optional<Grace> grace = Optional.empty();
  private Optional<Registration> registration = Optional.empty();

  void podTerminating(long at) {
    terminatingAt = Optional.of(at);
    firstTerminatingAt = firstTerminatingAt.or(() -> terminatingAt);
  }

  void hookRejected(long at) {
    rejectedAt = Optional.of(at);
  }

  /** Keeps the shorter of two grace periods: a deadline only ever gets shorter. */
  void grace(long at, Duration granted) {
    boolean longer =
        grace
            .filter(known -> valid(known.at, at) && known.granted.compareTo(granted) <= 0)
            .isPresent();
    if (!longer) {
      grace = Optional.of(new Grace(at, granted));
    }
  }

  /** A load balancer that has let go does not come back. */
  void registration(long at, boolean registered) {
    if (registered(at).filter(known -> !known).isEmpty()) {
      registration = Optional.of(new Registration(at, registered));
    }
  }

  /** Whether the load balancer has the pod, as far as is known by then. */
  Optional<Boolean> registered(long at) {
    return registration.filter(known -> valid(known.at, at)).map(Registration::registered);
  }

  /** Whether the pod is being deleted, as far as is known by then. */
  boolean isPodTerminating(long at) {
    return terminatingAt.filter(since -> valid(since, at)).isPresent();
  }

  /**
   * Whether the gateway's hook was rejected: one that came with the first signal that the pod
   * terminates, or after it. Another client's that came earlier stopped nothing.
   *
   * @param gatewayExit between the gateway's hook and SIGTERM, which may be that signal
   */
  boolean wasHookRejected(Duration gatewayExit) {
    long early = gatewayExit.plus(TOGETHER).toNanos();
    return firstTerminatingAt
        .flatMap(first -> rejectedAt.filter(at -> at - first >= -early))
        .isPresent();
  }

  /** The grace period of a drain that starts then: the signalled one if it is below the spec's. */
  Duration granted(long at, Duration spec) {
    Optional<Duration> signalled = grace.filter(known -> valid(known.at, at)).map(Grace::granted);
    return signalled.filter(granted -> granted.compareTo(spec) < 0).orElse(spec);
  }

  /** The drain that grace period and registration belonged to is over. */
  void used() {
    grace = Optional.empty();
    registration = Optional.empty();
  }

  private static boolean valid(long since, long at) {
    return at - since <= VALID.toNanos();
  }
}
