package io.ebbgate.webhook.trace;

import io.ebbgate.core.termination.DrainEvent;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.DrainRecord.Timing;
import io.ebbgate.core.verdict.PhaseTime;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Records a drain as a span with its phases as children, by the times of its verdict. */
record DrainSpans(Tracer tracer) {
  /** A start further from the observation is wrong or forged; a node's clock may be off by less. */
  private static final Duration PLAUSIBLE = Duration.ofDays(2);

  void record(PodIdentity pod, DrainEvent event, Instant at) {
    Optional<DrainRecord> record = event.verdict().drain();
    Optional<Timing> timing =
        record.map(DrainRecord::timing).filter(each -> isPlausible(each.startedAt(), at));
    Instant start = timing.map(Timing::startedAt).orElse(at);
    Instant end = timing.map(each -> start.plus(each.hold())).orElse(at);
    Span drain =
        tracer
            .spanBuilder(SpanKeys.DRAIN)
            .setNoParent()
            .setStartTimestamp(start)
            .setAttribute(SpanKeys.NAMESPACE, pod.namespace())
            .setAttribute(SpanKeys.POD, pod.name())
            .setAttribute(SpanKeys.VERDICT, event.verdict().outcome().wireName())
            .startSpan();
    if (!pod.workload().isEmpty()) {
      drain.setAttribute(SpanKeys.WORKLOAD, pod.workload());
    }
    if (event.warning()) {
      drain.setStatus(StatusCode.ERROR, event.note());
    }
    record.ifPresent(each -> describe(drain, each));
    timing.ifPresent(each -> phases(drain, each, end));
    drain.end(end);
  }

  private static boolean isPlausible(Instant start, Instant at) {
    return Duration.between(start, at).abs().compareTo(PLAUSIBLE) <= 0;
  }

  private static void describe(Span span, DrainRecord drain) {
    span.setAttribute(SpanKeys.TRIGGER, drain.trigger().wireName());
    span.setAttribute(SpanKeys.BUDGET, drain.timing().budget().toMillis() / 1e3);
    number(span, SpanKeys.CONNECTIONS_LEFT, drain.connections().end());
    number(span, SpanKeys.REQUESTS_LEFT, drain.requests().end());
  }

  /** One after the other; none ends after the drain. */
  private void phases(Span drain, Timing timing, Instant end) {
    Instant from = timing.startedAt();
    for (PhaseTime phase : timing.phases()) {
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

  private static void number(Span span, AttributeKey<Long> key, Count count) {
    if (count instanceof Count.Known(long value)) {
      span.setAttribute(key, value);
    }
  }
}
