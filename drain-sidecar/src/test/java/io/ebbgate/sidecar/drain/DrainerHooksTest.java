package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hook means, and how much time it brings. */
class DrainerHooksTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void serve() {
    bench = new Bench(folder);
    bench.pass(Duration.ofSeconds(20));
  }

  @Test
  void takesAHundredHooksForOneDrain() {
    List<CompletableFuture<Report>> answers =
        IntStream.range(0, 100).mapToObj(_ -> bench.deletion()).toList();
    bench.pass(Duration.ofSeconds(6));

    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.join()).isSameAs(Bench.first(answers)));
    assertThat(bench.reports).hasSize(1);
    assertThat(bench.envoy.posts).hasSize(3);
  }

  @Test
  void takesAHookAloneForAProbesRestart() {
    bench.busy(1, 1);
    CompletableFuture<Report> answer = bench.hook();
    bench.pass(Duration.ofMillis(299));
    assertThat(bench.envoy.posts).isEmpty();
    bench.pass(Duration.ofSeconds(10));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.RESTART);
    assertThat(Bench.verdict(answer).trigger()).isEqualTo(Trigger.RESTART);
    assertThat(Bench.verdict(answer).hold()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void doesNotHoldAHungEnvoyThatAProbeRestarts() {
    bench.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    CompletableFuture<Report> answer = bench.hook();
    bench.pass(Duration.ofMillis(1600));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.RESTART);
  }

  @Test
  void liftsARestartToADeletionWhenTheOtherHookComesLate() {
    bench.busy(1, 1);
    CompletableFuture<Report> answer = bench.hook();
    bench.pass(Duration.ofSeconds(1));
    bench.terminating();
    bench.pass(Duration.ofSeconds(40));
    assertThat(answer).isNotDone();
    bench.pass(Duration.ofSeconds(20));

    assertThat(Bench.verdict(answer).trigger()).isEqualTo(Trigger.DELETION);
  }

  @Test
  void remembersThatThePodEndsForHalfAMinute() {
    bench.terminating();
    bench.pass(Duration.ofSeconds(29));
    CompletableFuture<Report> soon = bench.hook();
    bench.pass(Duration.ofSeconds(6));

    assertThat(Bench.verdict(soon).trigger()).isEqualTo(Trigger.DELETION);
  }

  @Test
  void forgetsThatThePodEndsAfterHalfAMinute() {
    bench.terminating();
    bench.pass(Duration.ofSeconds(31));
    CompletableFuture<Report> late = bench.hook();
    bench.pass(Duration.ofSeconds(6));

    assertThat(Bench.verdict(late).trigger()).isEqualTo(Trigger.RESTART);
  }

  @Test
  void keepsADeadlineThatCameBeforeTheHook() {
    bench.busy(1, 1);
    bench.deadline(Duration.ofSeconds(8));
    bench.pass(Duration.ofMillis(40));
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(7));

    assertThat(Bench.verdict(answer).hold()).isEqualTo(Duration.ofSeconds(6));
    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.SHORTENED);
  }

  @Test
  void shortensAHoldThatRuns() {
    bench.busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(3));
    bench.deadline(Duration.ofSeconds(12));
    bench.pass(Duration.ofSeconds(8));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.SHORTENED);
    assertThat(Bench.verdict(answer).hold()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void neverLengthensAHoldThatRuns() {
    bench.busy(1, 1);
    bench.deadline(Duration.ofSeconds(8));
    CompletableFuture<Report> answer = bench.deletion();
    bench.deadline(Duration.ofSeconds(70));
    bench.pass(Duration.ofSeconds(7));

    assertThat(Bench.verdict(answer).hold()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void doesNotKeepADeadlineForTheNextDrain() {
    bench.deadline(Duration.ofSeconds(8));
    var _ = bench.deletion();
    bench.pass(Duration.ofSeconds(7));
    bench.envoy.restart();
    bench.pass(Duration.ofSeconds(2));
    bench.busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(61));

    assertThat(Bench.verdict(answer).hold()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void answersALateHookOfTheSameEnvoyWithTheSameVerdictAtOnce() {
    CompletableFuture<Report> first = bench.deletion();
    bench.pass(Duration.ofSeconds(20));
    CompletableFuture<Report> again = bench.hook();

    assertThat(again.join()).isSameAs(first.join());
  }

  @Test
  void beginsAnewWhereItIsNotKnownThatTheSameEnvoyIsThere() {
    CompletableFuture<Report> first = bench.deletion();
    bench.pass(Duration.ofSeconds(20));
    bench.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    CompletableFuture<Report> again = bench.deletion();
    bench.pass(Duration.ofSeconds(3));
    assertThat(again).isNotDone();
    bench.envoy.heal();
    bench.pass(Duration.ofSeconds(10));

    assertThat(again.join()).isNotSameAs(first.join());
  }

  @Test
  void answersALateHookOfADeletionWhoseEnvoyIsGoneAtOnce() {
    CompletableFuture<Report> first = bench.deletion();
    bench.pass(Duration.ofSeconds(20));
    bench.envoy.fail(ScriptedEnvoy.Fault.NOBODY_LISTENS);
    CompletableFuture<Report> again = bench.deletion();

    assertThat(again.join()).isSameAs(first.join());
  }

  @Test
  void drainsTheGatewayThatFollowsARestartAndIsNotUpYet() {
    CompletableFuture<Report> restart = bench.hook();
    bench.pass(Duration.ofSeconds(12));
    bench.envoy.fail(ScriptedEnvoy.Fault.NOBODY_LISTENS);
    bench.pass(Duration.ofSeconds(5));
    CompletableFuture<Report> deletion = bench.deletion();
    bench.envoy.restart();
    bench.pass(Duration.ofSeconds(10));

    assertThat(Bench.verdict(restart).trigger()).isEqualTo(Trigger.RESTART);
    assertThat(Bench.verdict(deletion).trigger()).isEqualTo(Trigger.DELETION);
  }

  @Test
  void looksOnceForAHundredLateHooks() {
    CompletableFuture<Report> first = bench.deletion();
    bench.pass(Duration.ofSeconds(20));
    bench.envoy.looks = 0;
    List<CompletableFuture<Report>> late =
        IntStream.range(0, 100).mapToObj(_ -> bench.hook()).toList();

    assertThat(late).allSatisfy(answer -> assertThat(answer.join()).isSameAs(first.join()));
    assertThat(bench.envoy.looks).isEqualTo(1);
  }
}
