package io.ebbgate.tool.rival;

import io.ebbgate.core.testkit.ProcessMemory;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.demo.Environment;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Latency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Results that are known without a cluster. */
final class SampleResults {
  private SampleResults() {}

  static Comparison comparison() {
    return new Comparison(
        LoadProfile.baseline(),
        1,
        new TestEnvironment(
            new Environment(2, "25.0.1", "1.40.0", "0123456789ab", 1_100),
            "6.1.0",
            "v1.34.4",
            Instant.parse("2026-11-21T18:00:00Z")),
        List.of(none(), ebbgate()));
  }

  private static Result none() {
    return new Result(
        Rival.NONE,
        66_445,
        Map.of(Ending.REFUSED, 60L, Ending.CUT_IN_ANSWER, 23L, Ending.STATUS, 0L),
        Map.of(Kind.SLOW, 23L),
        Duration.ofMillis(3_100),
        List.of(hold(900, Optional.empty()), hold(1_000, Optional.empty())),
        latency(40),
        latency(8),
        0,
        Optional.empty());
  }

  private static Result ebbgate() {
    return new Result(
        Rival.EBBGATE,
        83_055,
        Map.of(),
        Map.of(),
        Duration.ofMillis(12_340),
        List.of(hold(6_000, Optional.of(5_000L)), hold(6_100, Optional.of(5_010L))),
        latency(36),
        latency(8),
        0,
        Optional.of(new ProcessMemory(45_000_000, 15_400_000)));
  }

  private static Result.PodTermination hold(long terminating, Optional<Long> verdict) {
    return new Result.PodTermination(
        Duration.ofMillis(terminating), verdict.map(Duration::ofMillis));
  }

  private static Latency latency(long p99) {
    return new Latency(1_000, Duration.ofMillis(1), Duration.ofMillis(p99));
  }
}
