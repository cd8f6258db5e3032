package io.ebbgate.tool.cluster;

import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The failed requests of a scenario, and those without an accepted reason. */
record FailedRequests(ScenarioResult result) {
  private static final Set<Ending> UNSERVED = Set.of(Ending.REFUSED, Ending.CUT_UNANSWERED);

  /** Clients notice the end of a pod a little later than the watch. */
  private static final Duration LATE = Duration.ofMillis(500);

  /** A sidecar notes the time of a call a little after it has come. */
  private static final Duration NOTED = Duration.ofMillis(100);

  private static final int EXAMPLES = 10;

  List<Exchange> all() {
    return but(_ -> false);
  }

  /** Those of other kinds of clients. */
  List<Exchange> besides(Kind... kinds) {
    return but(each -> List.of(kinds).contains(each.kind()));
  }

  /**
   * Those that were not in flight while a pod terminated.
   *
   * @param longer how long a pod may go on after the API server forgot it
   */
  List<Exchange> whileNoPodTerminated(Duration longer) {
    Duration late = LATE.plus(longer);
    return but(each -> result.terminated().stream().anyMatch(pod -> wasLeaving(pod, late, each)));
  }

  private static boolean wasLeaving(PodHistory pod, Duration late, Exchange exchange) {
    Instant done = at(exchange.done());
    return pod.deleted().orElseThrow().isBefore(done)
        && pod.removed().orElse(done).plus(late).isAfter(at(exchange.sent()));
  }

  /**
   * Those that a pod could have served, where clients can reach one pod only: none can between the
   * end of a pod's listeners and the readiness of its successor. A connection that the kernel had
   * taken and Envoy had not is reset when a listener ends; nothing of it was read.
   *
   * @param listeners how long after the hook they end
   */
  List<Exchange> whileAPodCouldServe(Duration listeners) {
    return but(each ->
        UNSERVED.contains(each.ending())
            && result.terminated().stream().anyMatch(pod -> foundNoPod(pod, listeners, each)));
  }

  private boolean foundNoPod(PodHistory terminated, Duration listeners, Exchange exchange) {
    Instant closed = terminated.hookCalled().orElseThrow().plus(listeners).minus(NOTED);
    Instant ready =
        result.pods().stream()
            .filter(pod -> pod.node().equals(terminated.node()) && pod.deleted().isEmpty())
            .flatMap(pod -> pod.ready().stream())
            .findFirst()
            .orElse(Instant.MAX);
    return at(exchange.done()).isAfter(closed) && at(exchange.sent()).isBefore(ready);
  }

  /** The first few, a line each. */
  String examples(List<Exchange> some) {
    return some.stream().limit(EXAMPLES).map(this::line).collect(Collectors.joining("\n"));
  }

  private String line(Exchange one) {
    return "  %s %s through %s, sent %d ms and ended %d ms after the act began"
        .formatted(
            one.kind().wireName(),
            one.ending().wireName(),
            one.pod().isEmpty() ? "an unknown pod" : one.pod(),
            Duration.between(result.from(), at(one.sent())).toMillis(),
            Duration.between(result.from(), at(one.done())).toMillis());
  }

  private List<Exchange> but(Predicate<Exchange> excused) {
    Stream<Exchange> failed =
        result.report().exchanges().stream().filter(each -> each.ending().failed());
    return failed.filter(excused.negate()).toList();
  }

  private static Instant at(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }
}
