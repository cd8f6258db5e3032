package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.Trigger;
import io.ebbgate.core.drain.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainerTest {
  private static final String ANNOUNCE = "/drain_listeners?graceful&skip_exit";

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void serve() {
    bench = new Bench(folder);
    bench.pass(Duration.ofSeconds(20));
  }

  @Test
  void neverDrainsByItself() {
    bench.pass(Duration.ofHours(1));

    assertThat(bench.envoy.posts).isEmpty();
    assertThat(bench.phase()).isInstanceOf(DrainPhase.Serving.class);
  }

  @Test
  void answersAnUnusedGatewayAfterItsMinimum() {
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(6));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(verdict(answer).trigger()).isEqualTo(Trigger.DELETION);
    assertThat(verdict(answer).hold()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5500));
    assertThat(bench.envoy.posts)
        .containsExactly(ANNOUNCE, "/healthcheck/fail", "/drain_listeners");
  }

  @Test
  void tellsClientsInTheMomentOfTheHook() {
    var _ = bench.deletion();

    assertThat(bench.envoy.posts).containsExactly(ANNOUNCE);
    assertThat(bench.phase()).isInstanceOf(DrainPhase.Announcing.class);
  }

  @Test
  void waitsForALongRequest() {
    busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(30));
    assertThat(answer).isNotDone();
    busy(0, 0);
    bench.pass(Duration.ofMillis(500));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void cutsWorkThatTakesLongerThanTheTime() {
    busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(61));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.FORCED);
    assertThat(verdict(answer).hold()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void takesAHundredHooksForOneDrain() {
    List<CompletableFuture<Report>> answers =
        IntStream.range(0, 100).mapToObj(_ -> bench.deletion()).toList();
    bench.pass(Duration.ofSeconds(6));

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isSameAs(first(answers)));
    assertThat(bench.reports).hasSize(1);
    assertThat(bench.envoy.posts).hasSize(3);
  }

  @Test
  void takesAHookAloneForAProbesRestart() {
    busy(1, 1);
    CompletableFuture<Report> answer = bench.hook();
    bench.pass(Duration.ofMillis(299));
    assertThat(bench.envoy.posts).isEmpty();
    bench.pass(Duration.ofSeconds(10));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.RESTART);
    assertThat(verdict(answer).trigger()).isEqualTo(Trigger.RESTART);
    assertThat(verdict(answer).hold()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void doesNotHoldAHungEnvoyThatAProbeRestarts() {
    bench.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    CompletableFuture<Report> answer = bench.hook();
    bench.pass(Duration.ofMillis(1600));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.RESTART);
  }

  @Test
  void liftsARestartToADeletionWhenTheOtherHookComesLate() {
    busy(1, 1);
    CompletableFuture<Report> answer = bench.hook();
    bench.pass(Duration.ofSeconds(1));
    bench.terminating();
    bench.pass(Duration.ofSeconds(40));
    assertThat(answer).isNotDone();
    bench.pass(Duration.ofSeconds(20));

    assertThat(verdict(answer).trigger()).isEqualTo(Trigger.DELETION);
  }

  @Test
  void remembersThatThePodEndsForHalfAMinute() {
    bench.terminating();
    bench.pass(Duration.ofSeconds(29));
    CompletableFuture<Report> soon = bench.hook();
    bench.pass(Duration.ofSeconds(6));

    assertThat(verdict(soon).trigger()).isEqualTo(Trigger.DELETION);
  }

  @Test
  void forgetsThatThePodEndsAfterHalfAMinute() {
    bench.terminating();
    bench.pass(Duration.ofSeconds(31));
    CompletableFuture<Report> late = bench.hook();
    bench.pass(Duration.ofSeconds(6));

    assertThat(verdict(late).trigger()).isEqualTo(Trigger.RESTART);
  }

  @Test
  void keepsADeadlineThatCameBeforeTheHook() {
    busy(1, 1);
    bench.deadline(Duration.ofSeconds(8));
    bench.pass(Duration.ofMillis(40));
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(7));

    assertThat(verdict(answer).hold()).isEqualTo(Duration.ofSeconds(6));
    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.SHORTENED);
  }

  @Test
  void shortensAHoldThatRuns() {
    busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(3));
    bench.deadline(Duration.ofSeconds(12));
    bench.pass(Duration.ofSeconds(8));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.SHORTENED);
    assertThat(verdict(answer).hold()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void neverLengthensAHoldThatRuns() {
    busy(1, 1);
    bench.deadline(Duration.ofSeconds(8));
    CompletableFuture<Report> answer = bench.deletion();
    bench.deadline(Duration.ofSeconds(70));
    bench.pass(Duration.ofSeconds(7));

    assertThat(verdict(answer).hold()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void doesNotKeepADeadlineForTheNextDrain() {
    bench.deadline(Duration.ofSeconds(8));
    var _ = bench.deletion();
    bench.pass(Duration.ofSeconds(7));
    bench.envoy.restart();
    bench.pass(Duration.ofSeconds(2));
    busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(61));

    assertThat(verdict(answer).hold()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void answersALateHookOfTheSameEnvoyWithTheSameVerdictAtOnce() {
    CompletableFuture<Report> first = bench.deletion();
    bench.pass(Duration.ofSeconds(20));
    CompletableFuture<Report> again = bench.hook();

    assertThat(again.join()).isSameAs(first.join());
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
    busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(3));
    bench.envoy.fail(ScriptedEnvoy.Fault.NOBODY_LISTENS);
    bench.pass(Duration.ofMillis(600));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.PROXY_EXITED);
  }

  @Test
  void releasesWhenAnotherEnvoyAnswers() {
    busy(5, 5);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(3));
    bench.envoy.restart();
    bench.pass(Duration.ofMillis(600));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.PROXY_EXITED);
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

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.ADMIN_UNREACHABLE);
  }

  @Test
  void goesOnWhenAdminAnswersAgain() {
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(1));
    bench.envoy.fail(ScriptedEnvoy.Fault.UNAVAILABLE);
    bench.pass(Duration.ofSeconds(10));
    bench.envoy.heal();
    bench.pass(Duration.ofSeconds(5));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
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

    assertThat(verdict(answer).plan().known()).isTrue();
    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void doesNotAskAgainForWhatIsForbidden() {
    bench.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(7));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
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

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(verdict(answer).plan().notes()).anyMatch(note -> note.contains("config_dump"));
  }

  @Test
  void holdsToItsDeadlineThroughAnErrorNobodyForesaw() {
    busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(1));
    bench.envoy.fail(ScriptedEnvoy.Fault.BUG);
    bench.pass(Duration.ofSeconds(58));
    assertThat(answer).isNotDone();
    bench.pass(Duration.ofSeconds(2));

    assertThat(answer).isCompleted();
  }

  private void busy(int connections, int requests) {
    bench.envoy.connections = connections;
    bench.envoy.requests = requests;
    bench.envoy.accepted = Math.max(bench.envoy.accepted, connections);
    bench.envoy.answered = Math.max(bench.envoy.answered, requests);
  }

  private static Report first(List<CompletableFuture<Report>> answers) {
    return answers.getFirst().join();
  }

  static Verdict verdict(CompletableFuture<Report> answer) {
    assertThat(answer).isCompleted();
    return ((Report.Drained) answer.join()).verdict();
  }
}
