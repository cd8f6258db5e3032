package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.DELETION;
import static io.ebbgate.core.drain.DrainTesting.deletion;
import static io.ebbgate.core.drain.DrainTesting.http;
import static io.ebbgate.core.drain.DrainTesting.listener;
import static io.ebbgate.core.drain.DrainTesting.reading;
import static io.ebbgate.core.drain.DrainTesting.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.Observation.Answered;
import io.ebbgate.core.drain.Observation.Failed;
import io.ebbgate.core.drain.Observation.Failure;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord.ClosedByForce;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is carried from observation to observation. */
class ProgressTest {
  private static final Reading BUSY = reading(5, 3, 9, 9);

  private static Progress read(DrainTerms terms) {
    return Progress.from(0, true, BackgroundTraffic.none(0))
        .observe(new Answered(s(1), BUSY), terms);
  }

  @Test
  void aFailedPollMakesWhatWasReadUnknownUnlessTheDeadlineCutIt() {
    Progress before = read(DELETION);
    long end = DELETION.deadline();

    Progress early = before.observe(new Failed(end - 1, Failure.NO_ANSWER), DELETION);
    Progress cut = before.observe(new Failed(end, Failure.NO_ANSWER), DELETION);

    assertThat(early.work().last().connections()).isInstanceOf(Count.Unknown.class);
    assertThat(cut.work().last()).isEqualTo(BUSY);
  }

  @Test
  void healthChecksAreLookedForUnlessTheSettingNamesThem() {
    DrainTerms named = deletion(Setting.BACKGROUND_CONNECTIONS, "0.1");

    assertThat(read(DELETION).traffic().last()).isPresent();
    assertThat(read(named).traffic()).isEqualTo(BackgroundTraffic.none(0));
  }

  @Test
  void aHookBeginsAnewWithAnEnvoyThatTookCallsAlready() {
    var announced = new Observation.Acted(s(1), AdminAction.ANNOUNCE, Observation.Effect.DONE);
    Progress before = read(DELETION).observe(announced, DELETION).entered("waiting", s(2));

    Progress anew = before.anew(s(3));

    assertThat(anew.calls().done()).containsExactly(AdminAction.ANNOUNCE);
    assertThat(anew.contact()).isEqualTo(before.contact());
    assertThat(anew.work().first()).isEmpty();
    assertThat(anew.entries()).containsExactly(new PhaseEntry("announcing", s(3)));
  }

  @ParameterizedTest
  @CsvSource({"all, false, 1", "tcp, false, 5", "all, true, 5"})
  void connectionsClosedByForceAreNotLeftWhereAllThatEnvoyCountsCanBe(
      String force, boolean quic, long left) {
    DrainTerms terms =
        deletion(Setting.FORCE_CLOSE, force)
            .planned(
                DrainTesting.changedPlan(
                    1,
                    0,
                    http("web", 8080),
                    listener(
                        "other",
                        8443,
                        quic ? ListenerFacts.Protocol.HTTP3 : ListenerFacts.Protocol.HTTP,
                        false)));
    var closed = new Observation.ForceClosed(s(2), new ClosedByForce(4, 0, 0), 1, false);
    Progress progress = read(terms).observe(closed, terms);
    DrainPhase.Holding closing =
        new DrainPhase.Serving()
            .announce(terms, true)
            .await(s(1))
            .close(s(2))
            .with(terms, progress);

    assertThat(
            DrainVerdict.provisional(closing, s(3), Instant.EPOCH)
                .drain()
                .orElseThrow()
                .connections()
                .end())
        .isEqualTo(Count.of(left));
  }

  @Test
  void probesMayCountAsRequestsAtTheirRateAndNoMore() {
    RemainingWork first = RemainingWork.from(s(100)).observe(s(100), reading(1, 0, 9, 10), 0, 0.5);

    assertThat(first.observe(s(104), reading(1, 0, 9, 12), 0, 0.5).lastRequestAt())
        .isEqualTo(s(100));
    assertThat(first.observe(s(104), reading(1, 0, 9, 13), 0, 0.5).lastRequestAt())
        .isEqualTo(s(104));
  }

  @Test
  void theFirstReadingStaysTheFirst() {
    RemainingWork work =
        RemainingWork.from(0).observe(s(1), BUSY, 0, 0).observe(s(2), reading(1, 0, 9, 9), 0, 0);

    assertThat(work.first()).contains(BUSY);
    assertThat(work.begunThen()).isEqualTo(Count.of(9));
  }

  @Test
  void aQuietWindowBeginsAnewWithMoreConnectionsThanAreExpectedInItsTime() {
    Duration period = Duration.ofSeconds(10);
    QuietWindow quiet = QuietWindow.from(s(100)).observe(s(100), Count.of(10), period, 0.5);

    assertThat(quiet.observe(s(102), Count.of(11), period, 0.5).since()).isEqualTo(s(100));
    assertThat(quiet.observe(s(102), Count.of(12), period, 0.5).since()).isEqualTo(s(102));
  }
}
