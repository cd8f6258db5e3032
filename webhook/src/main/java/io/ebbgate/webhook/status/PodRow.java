package io.ebbgate.webhook.status;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.webhook.status.SidecarStatus.Cause;
import io.ebbgate.webhook.status.SidecarStatus.Reported;
import io.ebbgate.webhook.status.SidecarStatus.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A pod as table and JSON show it.
 *
 * @param phase the sidecar's, or why it is unknown
 * @param drain that runs or has ended
 * @param verdict of a finished drain
 * @param deletedAt when the pod was deleted, if it was
 */
record PodRow(
    PodIdentity pod,
    State state,
    boolean terminating,
    String phase,
    Optional<DrainRecord> drain,
    Optional<Outcome> verdict,
    Optional<Instant> deletedAt) {
  private static final Count UNKNOWN = Count.unknown("not reported");

  /** What pods are counted by. */
  enum State {
    SERVING,
    DRAINING,
    RELEASED,
    NOT_RUNNING,
    ENDED,
    UNKNOWN,
    DELETED;

    /** {@code not running}; a deleted pod is {@code gone}. */
    String wireName() {
      return this == DELETED ? "gone" : WireName.of(this).replace('_', ' ');
    }
  }

  /** The row of a pod that exists. */
  static PodRow of(GatewayPod pod, SidecarStatus status) {
    return switch (pod.sidecar()) {
      case NOT_RUNNING -> withoutDrain(pod, State.NOT_RUNNING, State.NOT_RUNNING.wireName());
      case ENDED -> finished(pod, State.ENDED, State.ENDED.wireName(), pod.verdict());
      case RUNNING ->
          switch (status) {
            case Unknown(Cause cause) -> withoutDrain(pod, State.UNKNOWN, cause.wireName());
            case Reported(String phase, Optional<Verdict> verdict) -> running(pod, phase, verdict);
          };
    };
  }

  /** The row of a deleted pod. */
  static PodRow of(PastDrain past) {
    return new PodRow(
        past.pod(),
        State.DELETED,
        true,
        State.DELETED.wireName(),
        past.verdict().drain(),
        Optional.of(past.verdict().outcome()),
        Optional.of(past.at()));
  }

  private static PodRow running(GatewayPod pod, String phase, Optional<Verdict> verdict) {
    return switch (phase) {
      // The numbers of an earlier drain don't describe a gateway that serves again.
      case PhaseNames.SERVING ->
          row(pod, State.SERVING, phase, Optional.empty(), verdict.map(Verdict::outcome));
      case PhaseNames.RELEASED -> finished(pod, State.RELEASED, phase, verdict);
      default -> row(pod, State.DRAINING, phase, verdict.flatMap(Verdict::drain), Optional.empty());
    };
  }

  /** The verdict is provisional if the sidecar ended before its drain did. */
  private static PodRow finished(
      GatewayPod pod, State state, String phase, Optional<Verdict> verdict) {
    Optional<Outcome> outcome =
        verdict.map(each -> each.provisional() ? Outcome.KILLED : each.outcome());
    return row(pod, state, phase, verdict.flatMap(Verdict::drain), outcome);
  }

  private static PodRow withoutDrain(GatewayPod pod, State state, String phase) {
    return row(pod, state, phase, Optional.empty(), Optional.empty());
  }

  private static PodRow row(
      GatewayPod pod,
      State state,
      String phase,
      Optional<DrainRecord> drain,
      Optional<Outcome> verdict) {
    return new PodRow(pod.pod(), state, pod.terminating(), phase, drain, verdict, Optional.empty());
  }

  /** Now, or at the end of the drain. */
  Count connections() {
    return drain.map(each -> each.connections().end()).orElse(UNKNOWN);
  }

  /** Now, or at the end of the drain. */
  Count requests() {
    return drain.map(each -> each.requests().end()).orElse(UNKNOWN);
  }

  /** From the hook to now, or to its answer. */
  Optional<Duration> hold() {
    return drain.map(each -> each.timing().hold());
  }

  /** The longest hold that is or was possible. */
  Optional<Duration> budget() {
    return drain.map(each -> each.timing().budget());
  }

  /** How long a running drain's hold may last at most from now. */
  Optional<Duration> remaining() {
    if (state != State.DRAINING) {
      return Optional.empty();
    }
    return budget()
        .flatMap(longest -> hold().map(longest::minus))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  /** Whether the table has it without {@code --all}. */
  boolean isNotable() {
    return switch (state) {
      case DRAINING, RELEASED, UNKNOWN, DELETED -> true;
      case SERVING, NOT_RUNNING, ENDED -> terminating;
    };
  }
}
