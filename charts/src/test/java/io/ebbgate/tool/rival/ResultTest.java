package io.ebbgate.tool.rival;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.cluster.DrainReports;
import io.ebbgate.tool.cluster.PodHistory;
import io.ebbgate.tool.cluster.ScenarioResult;
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

class ResultTest {
  private static final Instant FROM = Instant.parse("2026-11-21T18:00:00Z");

  private final Result result = Result.of(Rival.SLEEP, result(), Optional.empty());

  @Test
  void takesTheRollToTheEndOfTheLastOldPod() {
    assertThat(result.roll()).isEqualTo(Duration.ofSeconds(9));
    assertThat(result.holds().stream().map(Result.PodTermination::terminating))
        .containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(4));
  }

  @Test
  void countsHooksThatFailedAmongAllWarnings() {
    assertThat(result.failedHooks()).isEqualTo(2);
  }

  @Test
  void comparesTheRollWithWhatWasBeforeAndAfter() {
    assertThat(result.slower()).isEqualTo(3);
    assertThat(result.failed()).isEqualTo(1);
    assertThat(result.severedInAll()).isEqualTo(1);
  }

  @Test
  void ofSeveralRollsHasSumsOfCountsAndMediansOfTimes() {
    Result longer = Result.of(Rival.SLEEP, result(20), Optional.empty());
    Result longest = Result.of(Rival.SLEEP, result(30), Optional.empty());
    Result all = Result.together(List.of(longest, result, longer));

    assertThat(all.requests()).isEqualTo(9);
    assertThat(all.failures()).containsEntry(Ending.CUT_IN_ANSWER, 3L);
    assertThat(all.severed()).containsEntry(Kind.KEEP_ALIVE, 3L);
    assertThat(all.failedHooks()).isEqualTo(6);
    assertThat(all.roll()).isEqualTo(Duration.ofSeconds(20));
    assertThat(all.holds()).hasSize(6);
    assertThat(all.rolling().p99()).isEqualTo(Duration.ofMillis(30));
  }

  private static ScenarioResult result() {
    return result(9);
  }

  private static ScenarioResult result(long removed) {
    LoadReport report =
        new LoadReport(
            3,
            new Latency(2, Duration.ZERO, Duration.ZERO),
            List.of(
                exchange(-5_000, 10, Ending.ANSWERED),
                exchange(2_000, 30, Ending.ANSWERED),
                exchange(3_000, 1, Ending.CUT_IN_ANSWER)),
            Map.of(),
            Map.of());
    return new ScenarioResult(
        "sleep",
        FROM,
        FROM.plusSeconds(10),
        report,
        List.of(pod("one", 2, 5), pod("two", 5, removed)),
        List.of("FailedPreStopHook", "Unhealthy", "FailedPreStopHook"),
        DrainReports.nothing());
  }

  private static Exchange exchange(long atMillis, long millis, Ending ending) {
    long sent = FROM.plusMillis(atMillis).toEpochMilli() * 1_000_000;
    return new Exchange(Kind.KEEP_ALIVE, "one", sent, sent, sent + millis * 1_000_000, ending);
  }

  private static PodHistory pod(String name, long deleted, long removed) {
    return new PodHistory(
        name,
        "node-a",
        "198.18.0.2",
        false,
        FROM,
        Optional.of(FROM),
        Optional.of(FROM.plusSeconds(deleted)),
        Optional.of(FROM.plusSeconds(removed)),
        0,
        Map.of());
  }
}
