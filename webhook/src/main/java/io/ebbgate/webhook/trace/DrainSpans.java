package io.ebbgate.webhook.trace;

import io.ebbgate.core.drain.Verdict.PhaseTime;
import io.ebbgate.core.termination.DrainEvent;
import io.ebbgate.core.termination.LastWord;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.core.verdict.Count;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A drain as spans, by the times that its sidecar left. */
record DrainSpans(Tracer tracer) {
  /** A node's clock may be wrong; by more than this the word is, or somebody forged it. */
  private static final Duration PLAUSIBLE = Duration.ofDays(2);

  void record(PodIdentity pod, Termination departure, Instant at) {
    Optional<LastWord> timed = departure.said().filter(word -> isPlausible(word, at));
    Instant start = timed.flatMap(LastWord::startedAt).orElse(at);
    Instant end = timed.map(word -> start.plus(word.hold())).orElse(at);
    Span drain =
        tracer
            .spanBuilder(SpanKeys.DRAIN)
            .setNoParent()
            .setStartTimestamp(start)
            .setAttribute(SpanKeys.NAMESPACE, pod.namespace())
            .setAttribute(SpanKeys.POD, pod.name())
            .startSpan();
    present(drain, SpanKeys.WORKLOAD, pod.workload());
    departure
        .outcome()
        .ifPresent(outcome -> drain.setAttribute(SpanKeys.VERDICT, outcome.wireName()));
    DrainEvent.of(departure)
        .filter(DrainEvent::warning)
        .ifPresent(notice -> drain.setStatus(StatusCode.ERROR, notice.note()));
    departure.said().ifPresent(word -> said(drain, word));
    timed.ifPresent(word -> phases(drain, word, start, end));
    drain.end(end);
  }

  /** Without a beginning there was no drain; the word is all there is then. */
  private static boolean isPlausible(LastWord word, Instant at) {
    return word.startedAt()
        .filter(start -> Duration.between(start, at).abs().compareTo(PLAUSIBLE) <= 0)
        .isPresent();
  }

  private static void said(Span drain, LastWord word) {
    present(drain, SpanKeys.TRIGGER, word.trigger());
    if (word.startedAt().isPresent()) {
      drain.setAttribute(SpanKeys.BUDGET, word.budget().toMillis() / 1e3);
    }
    left(drain, SpanKeys.CONNECTIONS_LEFT, word.connectionsAtEnd());
    left(drain, SpanKeys.REQUESTS_LEFT, word.requestsAtEnd());
  }

  /** One after the other; none ends after the drain. */
  private void phases(Span drain, LastWord word, Instant start, Instant end) {
    Instant from = start;
    for (PhaseTime phase : word.phases()) {
      Instant until = from.plus(phase.lasted());
      Instant to = until.isAfter(end) ? end : until;
      tracer
          .spanBuilder(phase.phase())
          .setParent(Context.root().with(drain))
          .setStartTimestamp(from)
          .startSpan()
          .end(to);
      from = to;
    }
  }

  private static void left(Span drain, AttributeKey<Long> key, Count count) {
    if (count instanceof Count.Known(long value)) {
      drain.setAttribute(key, value);
    }
  }

  private static void present(Span span, AttributeKey<String> key, String value) {
    if (!value.isEmpty()) {
      span.setAttribute(key, value);
    }
  }
}
