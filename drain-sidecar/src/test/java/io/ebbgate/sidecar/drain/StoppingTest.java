package io.ebbgate.sidecar.drain;

import static io.ebbgate.sidecar.drain.DrainerHarness.record;
import static io.ebbgate.sidecar.drain.DrainerHarness.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Trigger;
import io.ebbgate.core.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoppingTest {
  @TempDir Path folder;

  @Test
  void endsAtOnceAsNotAskedWhereNoHookCame() {
    DrainerHarness drainer = serving(SidecarStyle.NATIVE);
    CompletableFuture<Verdict> end = drainer.stop();

    assertThat(end.join().outcome()).isEqualTo(Outcome.NOT_ASKED);
    assertThat(drainer.message()).contains("\"not_asked\"");
  }

  @Test
  void saysThatTheHookWasRefused() {
    DrainerHarness drainer = serving(SidecarStyle.NATIVE);
    drainer.refused();

    assertThat(drainer.stop().join().outcome()).isEqualTo(Outcome.REFUSED);
  }

  @ParameterizedTest
  @EnumSource
  void isNotRefusedWhereAnotherClientsCallWasRejectedBefore(SidecarStyle style) {
    DrainerHarness drainer = serving(style);
    drainer.refused();
    drainer.pass(Duration.ofSeconds(10));
    CompletableFuture<Verdict> end = drainer.stopThen(Duration.ofSeconds(3));

    assertThat(end.join().outcome()).isEqualTo(Outcome.NOT_ASKED);
  }

  @Test
  void isRefusedThoughTheGatewayStopsLongAfterItsHook() {
    DrainerHarness drainer = serving(SidecarStyle.NATIVE);
    drainer.refused();
    drainer.terminating();
    drainer.pass(Duration.ofSeconds(45));

    assertThat(drainer.stop().join().outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void isRefusedWhereTheHookComesAfterSigterm() {
    DrainerHarness drainer = serving(SidecarStyle.CLASSIC);
    CompletableFuture<Verdict> end = drainer.stopThen(Duration.ofSeconds(1));
    drainer.refused();
    drainer.pass(Duration.ofSeconds(2));

    assertThat(end.join().outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void answersAnOpenHookWhenItsTimeIsOver() {
    DrainerHarness drainer = serving(SidecarStyle.NATIVE);
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(3));
    CompletableFuture<Verdict> end = drainer.stop();

    assertThat(answer.join()).isSameAs(end.join());
    assertThat(end.join().outcome()).isEqualTo(Outcome.FORCED);
    assertThat(drainer.message()).contains("\"forced\",\"provisional\":false");
  }

  @Test
  void answersAHookWhoseTriggerIsNotKnownYet() {
    DrainerHarness drainer = serving(SidecarStyle.NATIVE);
    CompletableFuture<Verdict> answer = drainer.hook();
    CompletableFuture<Verdict> end = drainer.stop();

    assertThat(record(answer).trigger()).isEqualTo(Trigger.DELETION);
    assertThat(end).isCompleted();
  }

  @Test
  void saysThatTheProxyIsGoneWhereItsPortIsClosed() {
    DrainerHarness drainer = serving(SidecarStyle.NATIVE);
    var _ = drainer.deletionThen(Duration.ofSeconds(1));
    drainer.envoy.fail(ScriptedEnvoy.Fault.CONNECTION_REFUSED);
    drainer.pass(Duration.ofMillis(100));

    assertThat(drainer.stop().join().outcome()).isEqualTo(Outcome.PROXY_EXITED);
  }

  @Test
  void keepsTheVerdictOfADrainThatIsOver() {
    DrainerHarness drainer = serving(SidecarStyle.NATIVE);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(6));

    assertThat(drainer.stop().join()).isSameAs(answer.join());
    assertThat(drainer.message()).contains("\"clean\"");
  }

  @Test
  void waitsTwoSecondsForAHookAsAnOrdinaryContainer() {
    DrainerHarness drainer = serving(SidecarStyle.CLASSIC);
    CompletableFuture<Verdict> end = drainer.stopThen(Duration.ofMillis(1999));
    assertThat(end).isNotDone();
    drainer.pass(Duration.ofMillis(1));

    assertThat(end.join().outcome()).isEqualTo(Outcome.NOT_ASKED);
  }

  @Test
  void servesAHookThatComesAfterItsOwnEndToTheLast() {
    DrainerHarness drainer = serving(SidecarStyle.CLASSIC);
    CompletableFuture<Verdict> end = drainer.stopThen(Duration.ofMillis(12));
    CompletableFuture<Verdict> answer = drainer.hookThen(Duration.ofSeconds(4));
    assertThat(end).isNotDone();
    drainer.pass(Duration.ofSeconds(2));

    assertThat(record(answer).trigger()).isEqualTo(Trigger.DELETION);
    assertThat(end.join()).isSameAs(answer.join());
  }

  @Test
  void servesAHookThatCameBeforeItsOwnEndToTheLast() {
    DrainerHarness drainer = serving(SidecarStyle.CLASSIC);
    CompletableFuture<Verdict> answer = drainer.hook();
    CompletableFuture<Verdict> end = drainer.stopThen(Duration.ofSeconds(6));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(end).isCompleted();
  }

  @Test
  void endsWithADeletionsDrainThoughSigtermCameJustBeforeItsEnd() {
    DrainerHarness drainer = serving(SidecarStyle.CLASSIC);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofMillis(4_900));
    CompletableFuture<Verdict> end = drainer.stopThen(Duration.ofMillis(500));

    assertThat(end.join()).isSameAs(answer.join());
  }

  @Test
  void waitsForAHookThoughTheControlPortsDrainEnds() {
    DrainerHarness drainer = serving(SidecarStyle.CLASSIC);
    CompletableFuture<Verdict> answer = drainer.controlThen(Duration.ofMillis(4_900));
    CompletableFuture<Verdict> end = drainer.stopThen(Duration.ofMillis(500));
    assertThat(answer).isCompleted();
    assertThat(end).isNotDone();
    drainer.pass(Duration.ofMillis(1_500));

    assertThat(end.join()).isSameAs(answer.join());
  }

  @Test
  void waitsForADeletionsHookAfterARestart() {
    DrainerHarness drainer = serving(SidecarStyle.CLASSIC);
    var _ = drainer.hookThen(Duration.ofSeconds(12));
    drainer.envoy.restart();
    CompletableFuture<Verdict> end = drainer.stopThen(Duration.ofMillis(12));
    CompletableFuture<Verdict> answer = drainer.hook();
    assertThat(end).isNotDone();
    drainer.pass(Duration.ofSeconds(8));

    assertThat(record(answer).trigger()).isEqualTo(Trigger.DELETION);
    assertThat(end.join()).isSameAs(answer.join());
  }

  @Test
  void endsTwoSecondsAfterARestartThatNoHookFollows() {
    DrainerHarness drainer = serving(SidecarStyle.CLASSIC);
    CompletableFuture<Verdict> restart = drainer.hookThen(Duration.ofSeconds(12));
    CompletableFuture<Verdict> end = drainer.stopThen(Duration.ofMillis(1999));
    assertThat(end).isNotDone();
    drainer.pass(Duration.ofMillis(1));

    assertThat(end.join()).isSameAs(restart.join());
  }

  @Test
  void endsAtOnceWhereADeletionWasAnswered() {
    DrainerHarness drainer = serving(SidecarStyle.CLASSIC);
    var _ = drainer.deletionThen(Duration.ofSeconds(12));

    assertThat(drainer.stop()).isCompleted();
  }

  @Test
  void changesNothingOnASecondStop() {
    DrainerHarness drainer = serving(SidecarStyle.CLASSIC);
    CompletableFuture<Verdict> first = drainer.stopThen(Duration.ofSeconds(1));
    CompletableFuture<Verdict> second = drainer.stopThen(Duration.ofSeconds(1));

    assertThat(first.join()).isSameAs(second.join());
    assertThat(drainer.reports).hasSize(1);
  }

  private DrainerHarness serving(SidecarStyle stop) {
    DrainerHarness drainer = new DrainerHarness(folder, stop);
    drainer.pass(Duration.ofSeconds(10));
    return drainer;
  }
}
