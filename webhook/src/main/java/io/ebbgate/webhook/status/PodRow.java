package io.ebbgate.webhook.status;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.webhook.status.SidecarStatus.Cause;
import io.ebbgate.webhook.status.SidecarStatus.Load;
import io.ebbgate.webhook.status.SidecarStatus.Reported;
import io.ebbgate.webhook.status.SidecarStatus.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A pod as table and JSON show it.
 *
 * @param phase the sidecar's, or why it is unknown
 * @param drain that runs or has ended
 * @param load of a gateway that serves
 * @param verdict of a finished drain
 * @param deletedAt when the pod was deleted, if it was
 */
record PodRow(
    PodIdentity pod,
    State state,
    boolean terminating,
    String phase,
    Optional<DrainRecord> drain,
    Load load,
    Optional<Outcome> verdict,
    Optional<Instant> deletedAt) {

  /** Running drains by the time that is left, then what may be one, and the rest. */
  static final Comparator<PodRow> MOST_URGENT_FIRST =
      Comparator.comparingInt(PodRow::urgency)
          .thenComparing(row -> row.remaining().orElse(Duration.ZERO));

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
            case Reported(String phase, Optional<Verdict> verdict, Load now) ->
                running(pod, phase, verdict, now);
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
        Load.UNKNOWN,
        Optional.of(past.verdict().outcome()),
        Optional.of(past.at()));
  }

  private static PodRow running(GatewayPod pod, String phase, Optional<Verdict> verdict, Load now) {
    return switch (phase) {
      // The numbers of an earlier drain don't describe a gateway that serves again.
      case PhaseNames.SERVING ->
          row(pod, State.SERVING, phase, Optional.empty(), now, verdict.map(Verdict::outcome));
      case PhaseNames.RELEASED -> finished(pod, State.RELEASED, phase, verdict);
      default ->
          row(
              pod,
              State.DRAINING,
              phase,
              verdict.flatMap(Verdict::drain),
              Load.UNKNOWN,
              Optional.empty());
    };
  }

  /** The verdict is provisional if the sidecar ended before its drain did. */
  private static PodRow finished(
      GatewayPod pod, State state, String phase, Optional<Verdict> verdict) {
    Optional<Outcome> outcome =
        verdict.map(each -> each.provisional() ? Outcome.KILLED : each.outcome());
    return row(pod, state, phase, verdict.flatMap(Verdict::drain), Load.UNKNOWN, outcome);
  }

  private static PodRow withoutDrain(GatewayPod pod, State state, String phase) {
    return row(pod, state, phase, Optional.empty(), Load.UNKNOWN, Optional.empty());
  }

  private static PodRow row(
      GatewayPod pod,
      State state,
      String phase,
      Optional<DrainRecord> drain,
      Load load,
      Optional<Outcome> verdict) {
    return new PodRow(
        pod.pod(), state, pod.terminating(), phase, drain, load, verdict, Optional.empty());
  }

  /** Now, or at the end of the drain. */
  Count connections() {
    return drain.map(each -> each.connections().end()).orElse(load.connections());
  }

  /** Now, or at the end of the drain. */
  Count requests() {
    return drain.map(each -> each.requests().end()).orElse(load.requests());
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

  private int urgency() {
    return switch (state) {
      case DRAINING -> 0;
      case UNKNOWN -> 1;
      case RELEASED -> 2;
      case ENDED -> 3;
      case NOT_RUNNING -> 4;
      case SERVING -> 5;
      case DELETED -> 6;
    };
  }

  /** Whether the table has it without {@code --all}. */
  boolean isNotable() {
    return switch (state) {
      case DRAINING, RELEASED, UNKNOWN, DELETED -> true;
      case SERVING, NOT_RUNNING, ENDED -> terminating;
    };
  }
}
