package io.ebbgate.sidecar.drain;

import static io.ebbgate.sidecar.drain.DrainerHarness.record;
import static io.ebbgate.sidecar.drain.DrainerHarness.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import io.ebbgate.core.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Envoy with so many statistics that its main thread writes them for long. */
class SlowStatisticsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void areWaitedForAndDrainAnIdleGatewayClean() {
    DrainerHarness drainer = serving(Duration.ofMillis(1500));
    CompletableFuture<Verdict> answer = drainer.deletionThen(MINUTE);

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(record(answer).timing().hold()).isLessThan(Duration.ofSeconds(35));
  }

  @Test
  void takeAHundredthOfTheMainThreadOfAnEnvoyThatServes() {
    DrainerHarness drainer = serving(Duration.ofMillis(300));
    drainer.envoy.kept.clear();
    drainer.pass(Duration.ofMinutes(10));

    assertThat(drainer.envoy.kept.get("/stats")).isLessThan(Duration.ofSeconds(7));
  }

  @Test
  void takeNoMoreThanAFourthOfTheMainThreadThoughNoPollHasAnAnswer() {
    DrainerHarness drainer = serving(Duration.ofMillis(1));
    drainer.envoy.delays.put("/stats", Duration.ofSeconds(20));
    drainer.envoy.kept.clear();
    drainer.busy(9, 9);
    var _ = drainer.deletion();
    drainer.pass(Duration.ofSeconds(60));

    // Each costs Envoy what the sidecar waits for it at most.
    assertThat(drainer.envoy.cut).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void thatNeverComeAreNoSilenceWhileEnvoyAnswersOtherwise() {
    DrainerHarness drainer = serving(Duration.ofMillis(1));
    drainer.envoy.delays.put("/stats", MINUTE);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofMinutes(2));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.FORCED);
    assertThat(drainer.phases).doesNotContain("unreachable");
    assertThat(record(answer).connections().end()).isInstanceOf(Count.Unknown.class);
    assertThat(record(answer).timing().hold()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void thatNeverComeKeepNoGatewayThatIsIdleByTheKernel() {
    DrainerHarness drainer = serving(Duration.ofMillis(1));
    drainer.envoy.delays.put("/stats", MINUTE);
    drainer.kernelHas(3, 0);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(40));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(record(answer).countedBy()).isEqualTo(CountSource.SOCK_DIAG);
    assertThat(drainer.reading.connections()).isEqualTo(Count.of(3));
  }

  @Test
  void thatNeverComeLeaveAServingGatewaysConnectionsToTheKernel() {
    DrainerHarness drainer = new DrainerHarness(folder);
    drainer.envoy.delays.put("/stats", MINUTE);
    drainer.kernelHas(3, 0);
    drainer.pass(MINUTE);
    drainer.kernelHas(2, 0);
    drainer.pass(Duration.ofSeconds(6));

    assertThat(drainer.whileServing().connections()).isEqualTo(Count.of(2));
    assertThat(drainer.whileServing().requests()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void areAskedForAndNotTheKernelWhileAGatewayServes() {
    DrainerHarness drainer = serving(Duration.ofMillis(1));
    drainer.kernelHas(3, 0);
    drainer.busy(9, 4);
    drainer.pass(Duration.ofSeconds(6));

    assertThat(drainer.whileServing().connections()).isEqualTo(Count.of(9));
  }

  @Test
  void areNotAskedForWhereNothingAnswersAtAll() {
    DrainerHarness drainer = serving(Duration.ofMillis(1));
    CompletableFuture<Verdict> answer = drainer.deletion();
    drainer.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    drainer.pass(Duration.ofSeconds(1));
    drainer.envoy.kept.clear();
    drainer.pass(MINUTE);

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.ADMIN_UNREACHABLE);
    assertThat(drainer.envoy.kept).containsKey("/ready").doesNotContainKey("/stats");
  }

  @Test
  void ofListenersThatHaveJustChangedDontHoldARestartPastItsEnd() {
    DrainerHarness drainer = serving(Duration.ofMillis(1300));
    drainer.envoy.delays.put("/server_info", Duration.ofMillis(1300));
    drainer.pass(MINUTE);
    drainer.envoy.added.add(1);
    CompletableFuture<Verdict> answer = drainer.hookThen(Duration.ofMillis(10_500));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.RESTART);
  }

  private DrainerHarness serving(Duration statistics) {
    DrainerHarness drainer = new DrainerHarness(folder);
    drainer.envoy.delays.put("/stats", statistics);
    drainer.pass(MINUTE);
    return drainer;
  }
}
