package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.verdict.Count;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Envoy silent, forbidding, gone or replaced. */
class DrainerTroubleTest {
  private static final String ANNOUNCE = "/drain_listeners?graceful&skip_exit";

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void serve() {
    bench = new Bench(folder);
    bench.pass(Duration.ofSeconds(20));
  }

  @Test
  void drainsANewEnvoyAnew() {
    CompletableFuture<Report> first = bench.deletion();
    bench.pass(Duration.ofSeconds(20));
    bench.envoy.restart();
    CompletableFuture<Report> second = bench.deletion();
    bench.pass(Duration.ofSeconds(6));

    assertThat(second.join()).isNotSameAs(first.join());
    assertThat(bench.reports).hasSize(2);
  }

  @Test
  void servesAgainWhenANewEnvoyIsThere() {
    var _ = bench.hook();
    bench.pass(Duration.ofSeconds(12));
    bench.envoy.restart();
    bench.pass(Duration.ofSeconds(2));

    assertThat(bench.phase()).isInstanceOf(DrainPhase.Serving.class);
    assertThat(bench.marker).doesNotExist();
  }

  @Test
  void releasesAtOnceWhenEnvoyIsGone() {
    bench.busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(3));
    bench.envoy.fail(ScriptedEnvoy.Fault.NOBODY_LISTENS);
    bench.pass(Duration.ofMillis(600));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.PROXY_EXITED);
  }

  @Test
  void releasesWhenAnotherEnvoyAnswers() {
    bench.busy(5, 5);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(3));
    bench.envoy.restart();
    bench.pass(Duration.ofMillis(600));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.PROXY_EXITED);
    assertThat(bench.phase()).isInstanceOf(DrainPhase.Serving.class);
  }

  @Test
  void holdsToTheDeadlineWhileAdminDoesNotAnswer() {
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(1));
    bench.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    bench.pass(Duration.ofSeconds(58));
    assertThat(answer).isNotDone();
    assertThat(bench.phase()).isInstanceOf(DrainPhase.Unreachable.class);
    bench.pass(Duration.ofSeconds(1));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.ADMIN_UNREACHABLE);
  }

  @Test
  void goesOnWhenAdminAnswersAgain() {
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(1));
    bench.envoy.fail(ScriptedEnvoy.Fault.UNAVAILABLE);
    bench.pass(Duration.ofSeconds(10));
    bench.envoy.heal();
    bench.pass(Duration.ofSeconds(5));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(bench.phases).contains("unreachable", "released");
  }

  @Test
  void makesItsPlanWhenAdminAnswersAtLast() {
    Bench late = new Bench(folder);
    late.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    CompletableFuture<Report> answer = late.deletion();
    late.pass(Duration.ofSeconds(10));
    late.envoy.heal();
    late.pass(Duration.ofSeconds(5));

    assertThat(Bench.verdict(answer).plan().known()).isTrue();
    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void doesNotAskAgainForWhatIsForbidden() {
    bench.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(7));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(bench.envoy.posts).containsExactly("/healthcheck/fail");
  }

  @Test
  void asksAgainForWhatWasNotTaken() {
    bench.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.TIMED_OUT);
    var _ = bench.deletion();
    bench.pass(Duration.ofSeconds(1));
    bench.envoy.faults.remove("/drain_listeners");
    bench.pass(Duration.ofSeconds(1));

    assertThat(bench.envoy.posts).containsExactly(ANNOUNCE);
  }

  @Test
  void drainsByStatisticsWhereConfigDumpIsForbidden() {
    Bench hardened = new Bench(folder);
    hardened.envoy.faults.put("/config_dump", ScriptedEnvoy.Fault.FORBIDDEN);
    CompletableFuture<Report> answer = hardened.deletion();
    hardened.pass(Duration.ofSeconds(6));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(Bench.verdict(answer).plan().notes()).anyMatch(note -> note.contains("config_dump"));
  }

  @Test
  void holdsToItsDeadlineThroughAnErrorNobodyForesaw() {
    bench.busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(1));
    bench.envoy.fail(ScriptedEnvoy.Fault.BUG);
    bench.pass(Duration.ofSeconds(58));
    assertThat(answer).isNotDone();
    bench.pass(Duration.ofSeconds(2));

    assertThat(answer).isCompleted();
  }

  @Test
  void asksAgainWhoAnsweredWhereTheFirstTimeNobodySaid() {
    bench.busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(3));
    bench.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    bench.pass(Duration.ofMillis(500));
    bench.envoy.restart();
    bench.busy(1, 1);
    bench.envoy.faults.put("/server_info", ScriptedEnvoy.Fault.TIMED_OUT);
    bench.pass(Duration.ofSeconds(1));
    assertThat(answer).isNotDone();
    bench.envoy.heal();
    bench.pass(Duration.ofSeconds(1));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.PROXY_EXITED);
  }

  @Test
  void tellsThatNothingIsKnownWhileEnvoyIsAway() {
    bench.busy(7, 1);
    bench.pass(Duration.ofSeconds(6));
    assertThat(bench.reading.connections()).isEqualTo(Count.of(7));
    bench.envoy.fail(ScriptedEnvoy.Fault.NOBODY_LISTENS);
    bench.pass(Duration.ofSeconds(6));

    assertThat(bench.reading.connections()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void tellsThatNothingIsKnownWhileEnvoyIsSilentInAHold() {
    bench.busy(7, 1);
    var _ = bench.deletion();
    bench.pass(Duration.ofSeconds(1));
    bench.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    bench.pass(Duration.ofSeconds(1));

    assertThat(bench.reading.requests()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void announcesOnceThoughEachLookIsAnErrorNobodyForesaw() {
    bench.envoy.faults.put("/stats", ScriptedEnvoy.Fault.BUG);
    var _ = bench.deletion();
    bench.pass(Duration.ofSeconds(3));

    assertThat(bench.envoy.posts).containsExactly(ANNOUNCE);
  }

  @Test
  void answersTheHookThoughItsReleaseCantBeTold() {
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(1));
    bench.deaf = true;
    bench.pass(Duration.ofSeconds(5));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void looksAtEnvoyNoMoreOftenThoughAHundredHooksComeMeanwhile() {
    bench.busy(9, 9);
    var _ = bench.deletion();
    bench.pass(Duration.ofSeconds(2));
    int before = bench.envoy.calls;
    for (int i = 0; i < 100; i++) {
      var _ = bench.hook();
      bench.refused();
      bench.terminating();
      bench.pass(Duration.ofMillis(10));
    }

    assertThat(bench.envoy.calls - before).isLessThanOrEqualTo(5);
  }
}
