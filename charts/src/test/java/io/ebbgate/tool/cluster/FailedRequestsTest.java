package io.ebbgate.tool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.tool.load.LoadReport;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Latency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailedRequestsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final PodHistory LEFT =
      pod("old", Optional.of(at(10)), Optional.of(at(20)), Optional.of(at(0)));
  private static final PodHistory CAME =
      pod("new", Optional.empty(), Optional.empty(), Optional.of(at(23)));
  private static final Duration LISTENERS = Duration.ofSeconds(5);

  @Test
  void areAllThatFailed() {
    ScenarioResult result = result(ended(1, 2, Ending.ANSWERED), ended(1, 2, Ending.TIMEOUT));

    assertThat(new FailedRequests(result).all())
        .extracting(Exchange::ending)
        .containsOnly(Ending.TIMEOUT);
  }

  @Test
  void areExcusedForSomeKindsOnly() {
    FailedRequests losses = new FailedRequests(result(ended(1, 2, Ending.REFUSED)));

    assertThat(losses.besides(Kind.TCP)).hasSize(1);
    assertThat(losses.besides(Kind.KEEP_ALIVE)).isEmpty();
  }

  @Test
  void areExcusedWhileAPodLeaves() {
    FailedRequests losses =
        new FailedRequests(
            result(
                ended(5, 9, Ending.CUT_IN_ANSWER),
                ended(8, 11, Ending.CUT_IN_ANSWER),
                ended(21, 22, Ending.REFUSED)));

    assertThat(losses.whileNoPodTerminated(Duration.ZERO))
        .extracting(Exchange::sent)
        .containsExactly(s(5), s(21));
  }

  @Test
  void areExcusedBetweenTheEndOfListenersAndTheNextPod() {
    FailedRequests losses =
        new FailedRequests(
            result(
                ended(14, 14, Ending.REFUSED),
                ended(16, 16, Ending.REFUSED),
                ended(16, 17, Ending.CUT_IN_ANSWER),
                ended(24, 24, Ending.REFUSED)));

    assertThat(losses.whileAPodCouldServe(LISTENERS))
        .extracting(Exchange::sent)
        .containsExactly(s(14), s(16), s(24));
  }

  @Test
  void areToldOneByOne() {
    FailedRequests losses = new FailedRequests(result(ended(1, 2, Ending.REFUSED)));

    assertThat(losses.examples(losses.all()))
        .isEqualTo(
            "  keep_alive refused through old, sent 1000 ms and ended 2000 ms after the act began");
  }

  private static ScenarioResult result(Exchange... exchanges) {
    Latency none = new Latency(0, Duration.ZERO, Duration.ZERO);
    LoadReport report =
        new LoadReport(exchanges.length, none, List.of(exchanges), Map.of(), Map.of());
    return new ScenarioResult(
        "test", START, at(60), report, List.of(LEFT, CAME), List.of(), DrainReports.nothing());
  }

  private static Exchange ended(int sent, int done, Ending ending) {
    return new Exchange(Kind.KEEP_ALIVE, "old", s(sent), s(sent), s(done), ending);
  }

  private static PodHistory pod(
      String name, Optional<Instant> deleted, Optional<Instant> removed, Optional<Instant> ready) {
    String verdict =
        "{\"verdict\": \"clean\", \"startedAt\": \"%s\", \"holdSeconds\": 8}".formatted(at(10));
    return new PodHistory(
        name,
        "node",
        "198.18.0.9",
        true,
        START,
        ready,
        deleted,
        removed,
        0,
        Map.of(Containers.SIDECAR, verdict));
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  private static long s(int second) {
    return at(second).getEpochSecond() * 1_000_000_000L;
  }
}
