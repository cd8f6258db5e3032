package io.ebbgate.sidecar.drain;

import static io.ebbgate.sidecar.drain.DrainerHarness.ANNOUNCE;
import static io.ebbgate.sidecar.drain.DrainerHarness.record;
import static io.ebbgate.sidecar.drain.DrainerHarness.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Envoy silent, forbidding, gone or replaced. */
class DrainerTroubleTest extends DrainerFixture {
  @Test
  void drainsANewEnvoyAnew() {
    CompletableFuture<Verdict> first = drainer.deletionThen(Duration.ofSeconds(20));
    drainer.envoy.restart();
    CompletableFuture<Verdict> second = drainer.deletionThen(Duration.ofSeconds(6));

    assertThat(second.join()).isNotSameAs(first.join());
    assertThat(drainer.reports).hasSize(2);
  }

  @Test
  void servesAgainWhenANewEnvoyIsThere() {
    var _ = drainer.hookThen(Duration.ofSeconds(12));
    drainer.envoy.restart();
    drainer.pass(Duration.ofSeconds(2));

    assertThat(drainer.phase()).isInstanceOf(DrainPhase.Serving.class);
    assertThat(drainer.marker).doesNotExist();
  }

  @Test
  void releasesAtOnceWhenEnvoyIsGone() {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(3));
    drainer.envoy.fail(ScriptedEnvoy.Fault.CONNECTION_REFUSED);
    drainer.pass(Duration.ofMillis(600));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.PROXY_EXITED);
  }

  @Test
  void releasesWhenAnotherEnvoyAnswers() {
    drainer.busy(5, 5);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(3));
    drainer.envoy.restart();
    drainer.pass(Duration.ofMillis(600));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.PROXY_EXITED);
    assertThat(drainer.phase()).isInstanceOf(DrainPhase.Serving.class);
  }

  @Test
  void drainsAnEnvoyThatCameJustBeforeTheHookAndFailsAtFirst() {
    drainer.envoy.restart();
    drainer.busy(3, 3);
    drainer.ticker.advance(Duration.ofSeconds(3));
    drainer.envoy.fail(ScriptedEnvoy.Fault.UNAVAILABLE);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofMillis(500));
    drainer.envoy.heal();
    drainer.pass(Duration.ofSeconds(20));
    assertThat(answer).isNotDone();
    drainer.busy(0, 0);
    drainer.pass(Duration.ofMillis(500));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(drainer.envoy.posts)
        .containsExactly(ANNOUNCE, "/healthcheck/fail", "/drain_listeners");
  }

  @Test
  void holdsToTheDeadlineWhileAdminDoesNotAnswer() {
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(1));
    drainer.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    drainer.pass(Duration.ofSeconds(58));
    assertThat(answer).isNotDone();
    assertThat(drainer.phase()).isInstanceOf(DrainPhase.Unreachable.class);
    drainer.pass(Duration.ofSeconds(1));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.ADMIN_UNREACHABLE);
  }

  @ParameterizedTest
  @EnumSource(
      value = ScriptedEnvoy.Fault.class,
      names = {"BROKEN", "UNAVAILABLE"})
  void holdsToTheDeadlineWhereStatisticsCantBeRead(ScriptedEnvoy.Fault fault) {
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(1));
    drainer.envoy.faults.put("/stats", fault);
    drainer.pass(Duration.ofSeconds(58));
    assertThat(answer).isNotDone();
    drainer.pass(Duration.ofSeconds(1));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.ADMIN_UNREACHABLE);
  }

  @Test
  void takesAnswersThatCantBeReadForNone() {
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(1));
    drainer.envoy.fail(ScriptedEnvoy.Fault.BROKEN);
    drainer.pass(Duration.ofSeconds(59));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.ADMIN_UNREACHABLE);
  }

  @Test
  void givesALastCallATenthOfASecond() {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(58));
    drainer.envoy.delays.put("/drain_listeners", Duration.ofMinutes(1));
    drainer.envoy.delays.put("/stats", Duration.ofMinutes(1));
    drainer.pass(Duration.ofSeconds(3));

    assertThat(record(answer).timing().hold())
        .isBetween(Duration.ofSeconds(60), Duration.ofMillis(60_100));
  }

  @Test
  void goesOnWhenAdminAnswersAgain() {
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(1));
    drainer.envoy.fail(ScriptedEnvoy.Fault.UNAVAILABLE);
    drainer.pass(Duration.ofSeconds(10));
    drainer.envoy.heal();
    drainer.pass(Duration.ofSeconds(5));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(drainer.phases).contains("unreachable", "released");
  }

  @Test
  void makesItsPlanWhenAdminAnswersAtLast() {
    DrainerHarness late = new DrainerHarness(folder);
    late.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    CompletableFuture<Verdict> answer = late.deletionThen(Duration.ofSeconds(10));
    late.envoy.heal();
    late.pass(Duration.ofSeconds(5));

    assertThat(late.plan().known()).isTrue();
    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }

  /** As a proxy in front of the admin interface may, or another program on its port. */
  @Test
  void saysThatAnEnvoyTakesACallAndDoesNothing() {
    drainer.envoy.idle = true;
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(10));

    assertThat(record(answer).plan().notes())
        .anyMatch(note -> note.contains("/healthcheck/fail") && note.contains("/ready"));
    assertThat(drainer.envoy.posts)
        .containsExactly(ANNOUNCE, "/healthcheck/fail", "/drain_listeners");
  }

  @Test
  void saysNothingOfAnEnvoyThatDoesWhatItIsAsked() {
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(10));

    assertThat(record(answer).plan().notes()).noneMatch(note -> note.contains("/ready"));
  }

  @Test
  void doesNotAskAgainForWhatIsForbidden() {
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(7));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(drainer.envoy.posts).containsExactly("/healthcheck/fail");
  }

  @Test
  void failsReadinessThoughTheAnnouncementGetsNoAnswer() {
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.TIMED_OUT);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(8));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(drainer.envoy.posts).containsExactly("/healthcheck/fail");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "18446744073709548455"})
  void endsThoughAGaugeOfRequestsIsOffWhereNoConnectionIsLeft(String gauge) {
    drainer.envoy.gauge = Optional.of(gauge);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(7));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1})
  void keepsItsDeadlineThoughTheWallClockMovesByAnHour(long hours) {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(20));
    drainer.envoy.clockMoved = Duration.ofHours(hours);
    drainer.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    drainer.pass(Duration.ofMillis(500));
    drainer.envoy.heal();
    drainer.pass(Duration.ofSeconds(41));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.FORCED);
    assertThat(record(answer).timing().hold()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void asksAgainForWhatWasNotTaken() {
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.TIMED_OUT);
    var _ = drainer.deletionThen(Duration.ofSeconds(1));
    drainer.envoy.faults.remove("/drain_listeners");
    drainer.pass(Duration.ofSeconds(1));

    assertThat(drainer.envoy.posts).containsExactly(ANNOUNCE);
  }

  @Test
  void drainsByStatisticsWhereConfigDumpIsForbidden() {
    DrainerHarness hardened = new DrainerHarness(folder);
    hardened.envoy.faults.put("/config_dump", ScriptedEnvoy.Fault.FORBIDDEN);
    CompletableFuture<Verdict> answer = hardened.deletionThen(Duration.ofSeconds(6));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(record(answer).plan().notes()).anyMatch(note -> note.contains("config_dump"));
  }

  @Test
  void holdsToItsDeadlineThroughAnUnexpectedError() {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(1));
    drainer.envoy.fail(ScriptedEnvoy.Fault.BUG);
    drainer.pass(Duration.ofSeconds(58));
    assertThat(answer).isNotDone();
    drainer.pass(Duration.ofSeconds(2));

    assertThat(answer).isCompleted();
  }

  @Test
  void asksAgainWhichEnvoyAnsweredWhereTheFirstTimeNoneDid() {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(3));
    drainer.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    drainer.pass(Duration.ofMillis(500));
    drainer.envoy.restart();
    drainer.busy(1, 1);
    drainer.envoy.faults.put("/server_info", ScriptedEnvoy.Fault.TIMED_OUT);
    drainer.pass(Duration.ofSeconds(1));
    assertThat(answer).isNotDone();
    drainer.envoy.heal();
    drainer.pass(Duration.ofSeconds(1));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.PROXY_EXITED);
  }

  @Test
  void tellsThatNothingIsKnownWhileEnvoyIsAway() {
    drainer.busy(7, 1);
    drainer.pass(Duration.ofSeconds(6));
    assertThat(drainer.reading.connections()).isEqualTo(Count.of(7));
    drainer.envoy.fail(ScriptedEnvoy.Fault.CONNECTION_REFUSED);
    drainer.pass(Duration.ofSeconds(6));

    assertThat(drainer.reading.connections()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void tellsThatNothingIsKnownWhileEnvoyIsSilentInAHold() {
    drainer.busy(7, 1);
    var _ = drainer.deletionThen(Duration.ofSeconds(1));
    drainer.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    drainer.pass(Duration.ofSeconds(1));

    assertThat(drainer.reading.requests()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void announcesOnceThoughEachPollIsAnUnexpectedError() {
    drainer.envoy.faults.put("/stats", ScriptedEnvoy.Fault.BUG);
    var _ = drainer.deletionThen(Duration.ofSeconds(3));

    assertThat(drainer.envoy.posts).containsExactly(ANNOUNCE);
  }

  @Test
  void answersTheHookThoughItsReleaseCantBeTold() {
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(1));
    drainer.deaf = true;
    drainer.pass(Duration.ofSeconds(5));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void looksAtEnvoyNoMoreOftenThoughAHundredHooksComeMeanwhile() {
    drainer.busy(9, 9);
    var _ = drainer.deletionThen(Duration.ofSeconds(2));
    int before = drainer.envoy.calls;
    for (int i = 0; i < 100; i++) {
      var _ = drainer.hook();
      drainer.refused();
      drainer.terminating();
      drainer.pass(Duration.ofMillis(10));
    }

    // Two for each poll.
    assertThat(drainer.envoy.calls - before).isLessThanOrEqualTo(10);
  }
}
