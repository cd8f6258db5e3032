package io.ebbgate.webhook.status;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.webhook.status.Answer.Said;
import io.ebbgate.webhook.status.Answer.Silence;
import io.ebbgate.webhook.status.Answer.Silent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A pod, as people are shown it.
 *
 * @param phase the sidecar's word, or why there is none
 * @param connections now, or at the end of the drain
 * @param requests now, or at the end of the drain
 * @param held since the hook came, or until it was answered
 * @param budget the longest that may be, or might have been
 * @param verdict of a drain that is over
 * @param gone when the pod left
 */
record Row(
    PodIdentity pod,
    State state,
    boolean leaving,
    String phase,
    Count connections,
    Count requests,
    Optional<Duration> held,
    Optional<Duration> budget,
    Optional<Outcome> verdict,
    Optional<Instant> gone) {
  private static final Count UNKNOWN = Count.unknown("not reported");

  /** What pods are counted by. */
  enum State {
    SERVING("serving"),
    DRAINING("draining"),
    RELEASED("released"),
    NOT_RUNNING("not running"),
    ENDED("ended"),
    UNKNOWN("unknown"),
    GONE("gone");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String wireName() {
      return word;
    }
  }

  Row {
    requireNonNull(pod);
    requireNonNull(state);
    requireNonNull(phase);
    requireNonNull(connections);
    requireNonNull(requests);
    requireNonNull(held);
    requireNonNull(budget);
    requireNonNull(verdict);
    requireNonNull(gone);
  }

  /** The row of a pod that exists. */
  static Row of(GatewayPod pod, Answer answer) {
    return switch (pod.sidecar()) {
      case NOT_RUNNING -> bare(pod, State.NOT_RUNNING, State.NOT_RUNNING.wireName());
      case ENDED ->
          pod.verdict()
              .map(verdict -> over(pod, State.ENDED, State.ENDED.wireName(), verdict))
              .orElseGet(() -> bare(pod, State.ENDED, State.ENDED.wireName()));
      case RUNNING ->
          switch (answer) {
            case Silent(Silence why) -> bare(pod, State.UNKNOWN, why.wireName());
            case Said(String phase, Optional<Verdict> verdict) -> running(pod, phase, verdict);
          };
    };
  }

  /** The row of a deleted pod. */
  static Row of(PastDrain past) {
    Optional<DrainRecord> drain = past.verdict().drain();
    return new Row(
        past.pod(),
        State.GONE,
        true,
        State.GONE.wireName(),
        drain.map(each -> each.connections().end()).orElse(UNKNOWN),
        drain.map(each -> each.requests().end()).orElse(UNKNOWN),
        drain.map(each -> each.timing().hold()),
        drain.map(each -> each.timing().budget()),
        Optional.of(past.verdict().outcome()),
        Optional.of(past.at()));
  }

  private static Row running(GatewayPod pod, String phase, Optional<Verdict> verdict) {
    State state =
        switch (phase) {
          case PhaseNames.SERVING -> State.SERVING;
          case PhaseNames.RELEASED -> State.RELEASED;
          default -> State.DRAINING;
        };
    if (verdict.isEmpty()) {
      return bare(pod, state, phase);
    }
    return switch (state) {
      case DRAINING -> drain(pod, state, phase, verdict.get());
      // The numbers of an earlier drain don't describe a gateway that serves again.
      case SERVING -> bare(pod, state, phase).judged(verdict.get().outcome());
      case RELEASED, NOT_RUNNING, ENDED, UNKNOWN, GONE -> over(pod, state, phase, verdict.get());
    };
  }

  /** The verdict is provisional if the sidecar ended before its drain did. */
  private static Row over(GatewayPod pod, State state, String phase, Verdict verdict) {
    return drain(pod, state, phase, verdict)
        .judged(verdict.provisional() ? Outcome.KILLED : verdict.outcome());
  }

  private static Row drain(GatewayPod pod, State state, String phase, Verdict verdict) {
    Optional<DrainRecord> drain = verdict.drain();
    return new Row(
        pod.pod(),
        state,
        pod.leaving(),
        phase,
        drain.map(each -> each.connections().end()).orElse(UNKNOWN),
        drain.map(each -> each.requests().end()).orElse(UNKNOWN),
        drain.map(each -> each.timing().hold()),
        drain.map(each -> each.timing().budget()),
        Optional.empty(),
        Optional.empty());
  }

  private static Row bare(GatewayPod pod, State state, String phase) {
    return new Row(
        pod.pod(),
        state,
        pod.leaving(),
        phase,
        UNKNOWN,
        UNKNOWN,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Row judged(Outcome outcome) {
    return new Row(
        pod,
        state,
        leaving,
        phase,
        connections,
        requests,
        held,
        budget,
        Optional.of(outcome),
        gone);
  }

  /** Until the hold ends at the latest, of a drain that runs. */
  Optional<Duration> left() {
    if (state != State.DRAINING) {
      return Optional.empty();
    }
    return budget
        .flatMap(most -> held.map(most::minus))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  /** Whether people who ask how pods leave want to see it. */
  boolean telling() {
    return switch (state) {
      case DRAINING, RELEASED, UNKNOWN, GONE -> true;
      case SERVING, NOT_RUNNING, ENDED -> leaving;
    };
  }
}
