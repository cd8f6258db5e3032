package io.ebbgate.webhook.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.termination.DrainEvent;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.core.termination.Verdicts;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord.Timing;
import io.ebbgate.core.verdict.PhaseTime;
import io.ebbgate.core.verdict.Verdict;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The spans that a collector receives for drains. */
@Timeout(60)
class DrainSpansIT {
  private static final Instant START = Instant.parse("2026-11-21T19:47:19.193768081Z");
  private static final Instant SEEN = START.plusSeconds(9);
  private static final PodIdentity POD =
      new PodIdentity("uid", "shop", "gateway-1", "Deployment", "gateway");

  @AutoClose private Collector collector;

  @BeforeEach
  void open() throws Exception {
    collector = Collector.open();
  }

  @Test
  void areTheHoldAndItsPhasesOneAfterTheOther() throws Exception {
    drained(new Termination.Reported(verdict(Outcome.CLEAN, START, Count.of(0))));

    Span drain = only("drain");
    assertThat(at(drain.getStartTimeUnixNano())).isEqualTo(START);
    assertThat(length(drain)).isEqualTo(Duration.ofMillis(6_749));
    assertThat(drain.getParentSpanId()).isEmpty();
    assertThat(drain.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(Collector.attributes(drain))
        .containsOnly(
            entry("ebbgate.namespace", "shop"),
            entry("ebbgate.pod", "gateway-1"),
            entry("ebbgate.workload", "gateway"),
            entry("ebbgate.verdict", "clean"),
            entry("ebbgate.trigger", "deletion"),
            entry("ebbgate.budget_seconds", 60.0),
            entry("ebbgate.connections_left", 0L),
            entry("ebbgate.requests_left", 0L));
    List<Span> phases =
        collector.spans().stream().filter(span -> !span.getName().equals("drain")).toList();
    assertThat(phases)
        .allSatisfy(phase -> {
          assertThat(phase.getTraceId()).isEqualTo(drain.getTraceId());
          assertThat(phase.getParentSpanId()).isEqualTo(drain.getSpanId());
        })
        .extracting(Span::getName)
        .containsExactly("announcing", "waiting", "closing");
    assertThat(phases)
        .extracting(DrainSpansIT::length)
        .containsExactly(Duration.ofSeconds(5), Duration.ofMillis(1_618), Duration.ofMillis(131));
    assertThat(phases.get(0).getStartTimeUnixNano()).isEqualTo(drain.getStartTimeUnixNano());
    assertThat(phases.get(1).getStartTimeUnixNano()).isEqualTo(phases.get(0).getEndTimeUnixNano());
    assertThat(phases.get(2).getStartTimeUnixNano()).isEqualTo(phases.get(1).getEndTimeUnixNano());
    assertThat(phases.get(2).getEndTimeUnixNano()).isEqualTo(drain.getEndTimeUnixNano());
  }

  @Test
  void areAnErrorWhereTheEventIsAWarning() throws Exception {
    drained(new Termination.Reported(verdict(Outcome.FORCED, START, Count.unknown("why"))));

    Span drain = only("drain");
    assertThat(drain.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(drain.getStatus().getMessage()).startsWith("forced: held 6.7 s of 60.0 s");
    assertThat(Collector.attributes(drain)).doesNotContainKey("ebbgate.connections_left");
  }

  @Test
  void haveTheProvisionalNumbersOfAKilledSidecar() throws Exception {
    drained(new Termination.Killed(verdict(Outcome.FORCED, START, Count.of(3))));

    assertThat(Collector.attributes(only("drain")))
        .containsEntry("ebbgate.verdict", "killed")
        .containsEntry("ebbgate.connections_left", 3L);
  }

  @Test
  void areOneOfNoLengthWithoutTimes() throws Exception {
    drained(new Termination.Lost(false));

    Span drain = only("drain");
    assertThat(at(drain.getStartTimeUnixNano())).isEqualTo(SEEN);
    assertThat(length(drain)).isZero();
    assertThat(collector.spans()).hasSize(1);
    assertThat(Collector.attributes(drain))
        .containsEntry("ebbgate.verdict", "lost")
        .doesNotContainKeys("ebbgate.trigger", "ebbgate.budget_seconds");
  }

  /** A sidecar whose hook was not called has no times either. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1000000000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00Z"
      })
  void ignoreAnImpossibleStart(String startedAt) throws Exception {
    Verdict verdict =
        startedAt.isEmpty()
            ? Verdict.withoutDrain(Outcome.NOT_ASKED)
            : verdict(Outcome.NOT_ASKED, Instant.parse(startedAt), Count.of(0));
    drained(new Termination.Reported(verdict));

    assertThat(at(only("drain").getStartTimeUnixNano())).isEqualTo(SEEN);
    assertThat(collector.spans()).hasSize(1);
  }

  @Test
  void endWithTheDrainIfTheirSumIsLonger() throws Exception {
    Timing forged =
        new Timing(
            START,
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            List.of(
                new PhaseTime("announcing", Duration.ofDays(1)),
                new PhaseTime("waiting", Duration.ofDays(1))));
    drained(new Termination.Reported(Verdicts.with(Outcome.CLEAN, forged)));

    assertThat(collector.spans())
        .hasSize(3)
        .allSatisfy(
            span -> assertThat(at(span.getEndTimeUnixNano())).isEqualTo(START.plusSeconds(1)));
  }

  private static Verdict verdict(Outcome outcome, Instant start, Count connections) {
    return Verdicts.with(outcome, Verdicts.startedAt(start), connections, Count.of(0));
  }

  private void drained(Termination termination) throws Exception {
    try (Tracing tracing = Tracing.of(TraceSwitch.ON, collector.environment(), "1", "")) {
      tracing.drained(POD, DrainEvent.of(termination).orElseThrow(), SEEN);
    }
  }

  private Span only(String name) {
    assertThat(collector.spans(name)).hasSize(1);
    return collector.spans(name).getFirst();
  }

  private static Instant at(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }

  private static Duration length(Span span) {
    return Duration.ofNanos(span.getEndTimeUnixNano() - span.getStartTimeUnixNano());
  }
}
