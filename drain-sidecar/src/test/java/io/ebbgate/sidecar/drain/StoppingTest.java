package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppingTest {
  @TempDir Path folder;

  @Test
  void endsAtOnceAsNotAskedWhereNoHookCame() {
    Bench bench = serving(StopKind.NATIVE);
    CompletableFuture<Report> end = bench.stop();

    assertThat(end.join().outcome()).isEqualTo(Outcome.NOT_ASKED);
    assertThat(bench.message()).contains("\"not_asked\"");
  }

  @Test
  void saysThatTheHookWasRefused() {
    Bench bench = serving(StopKind.NATIVE);
    bench.refused();

    assertThat(bench.stop().join().outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void answersAnOpenHookWhenItsTimeIsOver() {
    Bench bench = serving(StopKind.NATIVE);
    bench.envoy.connections = 1;
    bench.envoy.requests = 1;
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(3));
    CompletableFuture<Report> end = bench.stop();

    assertThat(answer.join()).isSameAs(end.join());
    assertThat(end.join().outcome()).isEqualTo(Outcome.FORCED);
    assertThat(bench.message()).contains("\"forced\",\"provisional\":false");
  }

  @Test
  void answersAHookWhoseTriggerIsNotKnownYet() {
    Bench bench = serving(StopKind.NATIVE);
    CompletableFuture<Report> answer = bench.hook();
    CompletableFuture<Report> end = bench.stop();

    assertThat(Bench.verdict(answer).trigger()).isEqualTo(Trigger.DELETION);
    assertThat(end).isCompleted();
  }

  @Test
  void saysThatTheProxyIsGoneWhereNobodyListens() {
    Bench bench = serving(StopKind.NATIVE);
    var _ = bench.deletion();
    bench.pass(Duration.ofSeconds(1));
    bench.envoy.fail(ScriptedEnvoy.Fault.NOBODY_LISTENS);
    bench.pass(Duration.ofMillis(100));

    assertThat(bench.stop().join().outcome()).isEqualTo(Outcome.PROXY_EXITED);
  }

  @Test
  void keepsTheVerdictOfADrainThatIsOver() {
    Bench bench = serving(StopKind.NATIVE);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(6));

    assertThat(bench.stop().join()).isSameAs(answer.join());
    assertThat(bench.message()).contains("\"clean\"");
  }

  @Test
  void waitsTwoSecondsForAHookAsAnOrdinaryContainer() {
    Bench bench = serving(StopKind.CLASSIC);
    CompletableFuture<Report> end = bench.stop();
    bench.pass(Duration.ofMillis(1999));
    assertThat(end).isNotDone();
    bench.pass(Duration.ofMillis(1));

    assertThat(end.join().outcome()).isEqualTo(Outcome.NOT_ASKED);
  }

  @Test
  void servesAHookThatComesAfterItsOwnEndToTheLast() {
    Bench bench = serving(StopKind.CLASSIC);
    CompletableFuture<Report> end = bench.stop();
    bench.pass(Duration.ofMillis(12));
    CompletableFuture<Report> answer = bench.hook();
    bench.pass(Duration.ofSeconds(4));
    assertThat(end).isNotDone();
    bench.pass(Duration.ofSeconds(2));

    assertThat(Bench.verdict(answer).trigger()).isEqualTo(Trigger.DELETION);
    assertThat(end.join()).isSameAs(answer.join());
  }

  @Test
  void servesAHookThatCameBeforeItsOwnEndToTheLast() {
    Bench bench = serving(StopKind.CLASSIC);
    CompletableFuture<Report> answer = bench.hook();
    CompletableFuture<Report> end = bench.stop();
    bench.pass(Duration.ofSeconds(6));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(end).isCompleted();
  }

  @Test
  void waitsForADeletionsHookAfterARestart() {
    Bench bench = serving(StopKind.CLASSIC);
    var _ = bench.hook();
    bench.pass(Duration.ofSeconds(12));
    bench.envoy.restart();
    CompletableFuture<Report> end = bench.stop();
    bench.pass(Duration.ofMillis(12));
    CompletableFuture<Report> answer = bench.hook();
    assertThat(end).isNotDone();
    bench.pass(Duration.ofSeconds(8));

    assertThat(Bench.verdict(answer).trigger()).isEqualTo(Trigger.DELETION);
    assertThat(end.join()).isSameAs(answer.join());
  }

  @Test
  void endsTwoSecondsAfterARestartThatNoHookFollows() {
    Bench bench = serving(StopKind.CLASSIC);
    CompletableFuture<Report> restart = bench.hook();
    bench.pass(Duration.ofSeconds(12));
    CompletableFuture<Report> end = bench.stop();
    bench.pass(Duration.ofMillis(1999));
    assertThat(end).isNotDone();
    bench.pass(Duration.ofMillis(1));

    assertThat(end.join()).isSameAs(restart.join());
  }

  @Test
  void endsAtOnceWhereADeletionWasAnswered() {
    Bench bench = serving(StopKind.CLASSIC);
    var _ = bench.deletion();
    bench.pass(Duration.ofSeconds(12));

    assertThat(bench.stop()).isCompleted();
  }

  @Test
  void changesNothingOnASecondStop() {
    Bench bench = serving(StopKind.CLASSIC);
    CompletableFuture<Report> first = bench.stop();
    bench.pass(Duration.ofSeconds(1));
    CompletableFuture<Report> second = bench.stop();
    bench.pass(Duration.ofSeconds(1));

    assertThat(first.join()).isSameAs(second.join());
    assertThat(bench.reports).hasSize(1);
  }

  private Bench serving(StopKind stop) {
    Bench bench = new Bench(folder, stop);
    bench.pass(Duration.ofSeconds(10));
    return bench;
  }
}
