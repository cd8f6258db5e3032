package io.ebbgate.webhook.status;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
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
 * @param connections now, or at the end of the drain
 * @param requests now, or at the end of the drain
 * @param hold from the hook to now, or to its answer
 * @param budget the longest hold that is or was possible
 * @param verdict of a finished drain
 * @param deletedAt when the pod was deleted, if it was
 */
record PodRow(
    PodIdentity pod,
    State state,
    boolean terminating,
    String phase,
    Count connections,
    Count requests,
    Optional<Duration> hold,
    Optional<Duration> budget,
    Optional<Outcome> verdict,
    Optional<Instant> deletedAt) {
  private static final Count UNKNOWN = Count.unknown("not reported");

  /** What pods are counted by. */
  enum State {
    SERVING("serving"),
    DRAINING("draining"),
    RELEASED("released"),
    NOT_RUNNING("not running"),
    ENDED("ended"),
    UNKNOWN("unknown"),
    DELETED("gone");

    private final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  PodRow {
    requireNonNull(pod);
    requireNonNull(state);
    requireNonNull(phase);
    requireNonNull(connections);
    requireNonNull(requests);
    requireNonNull(hold);
    requireNonNull(budget);
    requireNonNull(verdict);
    requireNonNull(deletedAt);
  }

  /** The row of a pod that exists. */
  static PodRow of(GatewayPod pod, SidecarStatus status) {
    return switch (pod.sidecar()) {
      case NOT_RUNNING -> withoutDrain(pod, State.NOT_RUNNING, State.NOT_RUNNING.wireName());
      case ENDED ->
          pod.verdict()
              .map(verdict -> finished(pod, State.ENDED, State.ENDED.wireName(), verdict))
              .orElseGet(() -> withoutDrain(pod, State.ENDED, State.ENDED.wireName()));
      case RUNNING ->
          switch (status) {
            case Unknown(Cause cause) -> withoutDrain(pod, State.UNKNOWN, cause.wireName());
            case Reported(String phase, Optional<Verdict> verdict) -> running(pod, phase, verdict);
          };
    };
  }

  /** The row of a deleted pod. */
  static PodRow of(PastDrain past) {
    return row(
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
      case PhaseNames.RELEASED ->
          verdict
              .map(each -> finished(pod, State.RELEASED, phase, each))
              .orElseGet(() -> withoutDrain(pod, State.RELEASED, phase));
      default -> row(pod, State.DRAINING, phase, verdict.flatMap(Verdict::drain), Optional.empty());
    };
  }

  /** The verdict is provisional if the sidecar ended before its drain did. */
  private static PodRow finished(GatewayPod pod, State state, String phase, Verdict verdict) {
    Outcome outcome = verdict.provisional() ? Outcome.KILLED : verdict.outcome();
    return row(pod, state, phase, verdict.drain(), Optional.of(outcome));
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
    return row(pod.pod(), state, pod.terminating(), phase, drain, verdict, Optional.empty());
  }

  private static PodRow row(
      PodIdentity pod,
      State state,
      boolean terminating,
      String phase,
      Optional<DrainRecord> drain,
      Optional<Outcome> verdict,
      Optional<Instant> deletedAt) {
    return new PodRow(
        pod,
        state,
        terminating,
        phase,
        drain.map(each -> each.connections().end()).orElse(UNKNOWN),
        drain.map(each -> each.requests().end()).orElse(UNKNOWN),
        drain.map(each -> each.timing().hold()),
        drain.map(each -> each.timing().budget()),
        verdict,
        deletedAt);
  }

  /** How long a running drain's hold may last at most from now. */
  Optional<Duration> remaining() {
    if (state != State.DRAINING) {
      return Optional.empty();
    }
    return budget
        .flatMap(longest -> hold.map(longest::minus))
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
