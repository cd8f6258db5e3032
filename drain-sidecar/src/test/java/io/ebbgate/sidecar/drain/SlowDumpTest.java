package io.ebbgate.sidecar.drain;

import static io.ebbgate.sidecar.drain.DrainerHarness.ANNOUNCE;
import static io.ebbgate.sidecar.drain.DrainerHarness.record;
import static io.ebbgate.sidecar.drain.DrainerHarness.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Envoy whose listeners change, and whose config dump is too large to be written in time. */
class SlowDumpTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void isAskedForWithGrowingPausesWhileEnvoyServes() {
    DrainerHarness drainer = changed();
    drainer.pass(Duration.ofMinutes(10));

    // After 5, 10, 20, ... seconds, and each five minutes at last; two dumps are a try.
    assertThat(drainer.envoy.asked.get("/config_dump")).isBetween(5, 9);
  }

  @Test
  void isAskedForSeldomInADrainWhichCountsByStatistics() {
    DrainerHarness drainer = changed();
    drainer.pass(Duration.ofSeconds(8));
    CompletableFuture<Verdict> answer = drainer.deletionThen(MINUTE);

    assertThat(drainer.envoy.posts).startsWith(ANNOUNCE);
    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(record(answer).timing().hold()).isLessThan(Duration.ofSeconds(12));
    assertThat(drainer.envoy.asked.get("/config_dump")).isLessThan(4);
  }

  @Test
  void isNotNeededForAPlanWhereItNeverCame() {
    DrainerHarness drainer = new DrainerHarness(folder);
    drainer.envoy.delays.put("/config_dump", MINUTE);
    drainer.pass(Duration.ofSeconds(20));
    drainer.busy(3, 0);
    var _ = drainer.deletionThen(Duration.ofSeconds(5));

    assertThat(drainer.reading.connections()).isEqualTo(Count.of(3));
    assertThat(drainer.envoy.posts).startsWith(ANNOUNCE);
  }

  @Test
  void isReadAgainOnceItCanBe() {
    DrainerHarness drainer = changed();
    drainer.pass(Duration.ofSeconds(30));
    drainer.envoy.delays.clear();
    drainer.pass(MINUTE);
    var _ = drainer.deletionThen(MINUTE);

    assertThat(drainer.plan().notes()).noneMatch(note -> note.contains("config_dump"));
  }

  private DrainerHarness changed() {
    DrainerHarness drainer = new DrainerHarness(folder);
    drainer.pass(Duration.ofSeconds(20));
    drainer.envoy.changed++;
    drainer.envoy.delays.put("/config_dump", MINUTE);
    drainer.envoy.asked.clear();
    return drainer;
  }
}
