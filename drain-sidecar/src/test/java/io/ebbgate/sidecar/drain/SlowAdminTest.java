package io.ebbgate.sidecar.drain;

import static io.ebbgate.sidecar.drain.DrainerHarness.ANNOUNCE;
import static io.ebbgate.sidecar.drain.DrainerHarness.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord.Remaining;
import io.ebbgate.core.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Envoy whose admin interface answers, but each time only just within its limit. */
class SlowAdminTest {
  private static final Map<String, Duration> SLOW =
      Map.of(
          "/server_info", Duration.ofMillis(300),
          "/listeners", Duration.ofMillis(300),
          "/config_dump", Duration.ofMillis(1850),
          "/stats", Duration.ofMillis(300));

  @TempDir Path folder;

  @Test
  void announcesByThePlanItHasAndAnswersInTime() {
    DrainerHarness drainer = bench();
    drainer.pass(Duration.ofSeconds(20));
    drainer.envoy.delays.putAll(SLOW);
    drainer.busy(1, 1);
    long began = drainer.ticker.nanos();
    CompletableFuture<Verdict> answer = drainer.deletion();
    drainer.pass(Duration.ofNanos(began + 3_000_000_000L - drainer.ticker.nanos()));

    assertThat(drainer.envoy.posts).startsWith(ANNOUNCE);
    assertThat(record(answer).timing().hold()).isEqualTo(Duration.ofSeconds(3));
    assertThat(record(answer).admin().calls()).isPositive();
  }

  @Test
  void announcesInTimeThoughThereIsNoPlanYet() {
    DrainerHarness drainer = bench();
    drainer.envoy.delays.putAll(SLOW);
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(3));

    assertThat(drainer.envoy.posts).startsWith(ANNOUNCE);
    assertThat(record(answer).timing().hold()).isLessThan(Duration.ofMillis(3300));
  }

  @Test
  void countsListenersThatCameSinceItsPlanWasMade() {
    DrainerHarness drainer = bench();
    drainer.pass(Duration.ofSeconds(20));
    drainer.envoy.address = "10.0.0.2";
    drainer.busy(1, 1);
    var _ = drainer.deletionThen(Duration.ofSeconds(3));

    assertThat(drainer.plan().contexts())
        .allSatisfy(context -> assertThat(context.address()).startsWith("10.0.0.2:"));
  }

  /** The announcement makes clients close while Envoy's configuration is read. */
  @Test
  void countsWhatWasThereAtTheHook() {
    DrainerHarness drainer = new DrainerHarness(folder);
    drainer.pass(Duration.ofSeconds(20));
    drainer.busy(3, 1);
    drainer.envoy.before.put("/config_dump", () -> drainer.busy(0, 0));
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(20));

    assertThat(record(answer).connections()).isEqualTo(new Remaining(Count.of(3), Count.of(0)));
    assertThat(record(answer).requests()).isEqualTo(new Remaining(Count.of(1), Count.of(0)));
  }

  /** Five seconds of grace, so three for the hold. */
  private DrainerHarness bench() {
    return new DrainerHarness(folder, SidecarStyle.NATIVE, DrainerHarness.pod("5s"));
  }
}
