package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.DELETION;
import static io.ebbgate.core.drain.DrainTesting.ms;
import static io.ebbgate.core.drain.DrainTesting.reading;
import static io.ebbgate.core.drain.DrainTesting.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.DrainRun.World;
import io.ebbgate.core.drain.Observation.Answered;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Endpoints that are taken away late: a load balancer sends fifty new connections a second, each
 * with a request of 100 ms, for a time after the deletion. A connection is lost if it comes after
 * the listeners stopped.
 */
class LateEndpointsTest {
  private static final long EVERY = ms(20);
  private static final long REQUEST = ms(100);

  /** The balancer lets go of the pod at this time. */
  private record Balancer(long until) implements World {
    @Override
    public Observation poll(long now) {
      long came = Math.min(now, until) / EVERY;
      long done = Math.min(Math.max(0, now - REQUEST), until) / EVERY;
      long open = came - done;
      return new Answered(now, reading(open, open, 9 + came, 20 + came));
    }
  }

  private static DrainRun run(DrainTerms terms, Duration late) {
    return DrainRun.of(terms, new Balancer(late.toNanos()));
  }

  /** New connections after the listeners stopped. */
  private static long lost(DrainRun run, Duration late) {
    long open =
        run.actions().contains(AdminAction.STOP_LISTENERS)
            ? run.askedAt(AdminAction.STOP_LISTENERS).toNanos()
            : run.hold().toNanos();
    return Math.max(0, late.toNanos() - open) / EVERY;
  }

  @ParameterizedTest
  @CsvSource({"0s, 5_000, 5_500", "5s, 7_000, 7_600", "12s, 14_000, 14_600"})
  void loseNothingWithinTheTimeOfAnnouncing(String text, long least, long most) {
    Duration late = Duration.parse("PT" + text);

    DrainRun run = run(DELETION, late);

    assertThat(lost(run, late)).isZero();
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.hold()).isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
  }

  /** More than {@code max-announce}: what is accepted keeps the drain in Waiting. */
  @Test
  void loseNothingThirtySecondsLateWhileRequestsOverlap() {
    Duration late = Duration.ofSeconds(30);

    DrainRun run = run(DELETION, late);

    assertThat(lost(run, late)).isZero();
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(30), Duration.ofMillis(30_600));
  }

  /** Where requests do not overlap, only a longer minimum or the load balancer itself can tell. */
  @Test
  void areCoveredThirtySecondsLateByTheMinimum() {
    Duration late = Duration.ofSeconds(30);
    DrainTerms longer =
        DrainTesting.terms(
            Trigger.DELETION,
            settings(Map.of(Setting.MIN_DRAIN, "30s", Setting.MAX_ANNOUNCE, "40s")),
            Duration.ofSeconds(90));
    World rare =
        now -> {
          long came = Math.min(now, late.toNanos()) / ms(700);
          return new Answered(now, reading(0, 0, 9 + came, 20 + came));
        };

    DrainRun run = DrainRun.of(longer, rare);

    assertThat(lost(run, late)).isZero();
    assertThat(run.hold()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33));
  }

  @Test
  void areServedToTheEndByABalancerThatNeverStops() {
    DrainRun run = run(DELETION, Duration.ofHours(1));

    assertThat(DrainRulesTest.lasted(run, "announcing"))
        .isBetween(Duration.ofSeconds(15), Duration.ofMillis(15_300));
    assertThat(run.askedAt(AdminAction.STOP_LISTENERS))
        .as("as late as what is in flight allows to end")
        .isBetween(Duration.ofSeconds(55), Duration.ofMillis(55_300));
    assertThat(run.hold()).isLessThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.FORCED);
  }

  /** Once the listeners have stopped, what was accepted before is done, and nothing is cut. */
  @Test
  void areRefusedRatherThanCutByABalancerThatNeverStops() {
    World refusing =
        new World() {
          private long stopped = Long.MAX_VALUE;

          @Override
          public Observation poll(long now) {
            return new Balancer(Math.min(now, stopped)).poll(now);
          }

          @Override
          public Observation.Effect take(AdminAction action, long now) {
            stopped = action == AdminAction.STOP_LISTENERS ? now : stopped;
            return Observation.Effect.DONE;
          }
        };

    DrainRun run = DrainRun.of(DELETION, refusing);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(55), Duration.ofMillis(55_500));
  }
}
