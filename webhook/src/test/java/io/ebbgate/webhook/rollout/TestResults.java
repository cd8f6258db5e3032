package io.ebbgate.webhook.rollout;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.rollout.TestResult.Second;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Made-up results. */
final class TestResults {
  static final long SECOND = Duration.ofSeconds(1).toNanos();

  private TestResults() {}

  /** A kind of which ten were answered before the rollout, and others ended in these ways. */
  static KindResult kind(Kind kind, long told, Ending... endings) {
    Stream<Exchange> answered =
        Collections.nCopies(10, new Exchange(kind, "", 0, 0, SECOND, Ending.ANSWERED)).stream();
    Stream<Exchange> others =
        Stream.of(endings).map(each -> new Exchange(kind, "", 0, 0, 20 * SECOND, each));
    return KindResult.of(kind, Stream.concat(answered, others).toList(), told, 10 * SECOND);
  }

  /** Of one pod that was gone that long after its deletion. */
  static TestResult of(TestEnd end, Duration drain, KindResult... kinds) {
    PodResult old =
        new PodResult(
            "uid-a",
            "gw-a",
            true,
            false,
            Duration.ZERO,
            Optional.of(Duration.ZERO),
            Optional.of(Duration.ofSeconds(12)),
            Optional.of(Duration.ofSeconds(12).plus(drain)),
            Optional.<Outcome>empty());
    return new TestResult(
        end,
        List.of(kinds),
        List.of(old),
        Optional.of(Duration.ofSeconds(10)),
        Optional.of(Duration.ofSeconds(30)),
        List.of(new Second(10, 0), new Second(5, 2), new Second(0, 12)),
        List.of());
  }
}
