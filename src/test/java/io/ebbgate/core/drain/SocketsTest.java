package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.DELETION;
import static io.ebbgate.core.drain.DrainTesting.reading;
import static io.ebbgate.core.drain.DrainTesting.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.Observation.Answered;
import io.ebbgate.core.testkit.Property;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a drain makes of the kernel's view, alone and beside Envoy's statistics. */
class SocketsTest {
  private static final Reading NO_STATISTICS = Reading.unknown("left out by stats_matcher");
  private static final Duration LINGER = Duration.ofSeconds(10);
  private static final Count NONE_EVER = Count.of(0);
  private static final SocketCounts NONE = sockets(0, 0, 0, Optional.empty());

  private static SocketCounts sockets(long open, long working, long seen, Optional<Duration> idle) {
    return new SocketCounts(CountSource.SOCK_DIAG, open, Count.of(working), seen, idle);
  }

  private static SocketCounts idle(long open, Duration since) {
    return sockets(open, 0, open, Optional.of(since));
  }

  private static SocketCounts withoutTimes(long open) {
    return new SocketCounts(
        CountSource.PROC, open, Count.unknown("no times"), open, Optional.empty());
  }

  private static DrainRun drain(DrainRun.World world) {
    return DrainRun.of(DELETION, world);
  }

  @Test
  void anUnusedGatewayWithoutStatisticsIsClean() {
    DrainRun run =
        drain(now -> new Answered(now, NO_STATISTICS.with(new Sockets(NONE, NONE), NONE_EVER)));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.hold()).isLessThan(Duration.ofSeconds(6));
    assertThat(run.record().countedBy()).isEqualTo(CountSource.SOCK_DIAG);
  }

  @Test
  void idleConnectionsWithoutStatisticsLinger() {
    DrainRun run =
        drain(now ->
            new Answered(
                now,
                NO_STATISTICS.with(new Sockets(idle(3, Duration.ofNanos(now)), NONE), NONE_EVER)));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.hold()).isBetween(LINGER, Duration.ofSeconds(11));
    assertThat(run.record().connections().end()).isEqualTo(Count.of(3));
  }

  @Test
  void aConnectionThatHasBeenIdleForLongWasToldForAsLongAsTheOthers() {
    DrainRun run =
        drain(now ->
            new Answered(
                now,
                NO_STATISTICS.with(new Sockets(idle(1, Duration.ofHours(1)), NONE), NONE_EVER)));

    assertThat(run.hold()).isBetween(LINGER, Duration.ofSeconds(11));
  }

  @Test
  void waitsForAConnectionOnWhichDataCameInAndNoneHasGoneOut() {
    DrainRun run =
        drain(now -> {
          boolean answered = now >= s(25);
          Duration since = Duration.ofNanos(answered ? now - s(25) : now);
          return new Answered(
              now,
              NO_STATISTICS.with(
                  new Sockets(sockets(1, answered ? 0 : 1, 1, Optional.of(since)), NONE),
                  NONE_EVER));
        });

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(35), Duration.ofSeconds(36));
  }

  @Test
  void aConnectionThatComesAndGoesIsNoSignOfLifeOfTheOneBesideIt() {
    DrainRun run =
        drain(now -> {
          long checks = now / s(5);
          Reading statistics = reading(1, 0, 9 + checks, 9 + checks);
          return new Answered(
              now, statistics.with(new Sockets(idle(1, Duration.ofNanos(now)), NONE), NONE_EVER));
        });

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.hold()).isBetween(LINGER, Duration.ofSeconds(11));
  }

  @Test
  void framesWithoutARequestKeepNoHttpConnectionFromBeingIdle() {
    DrainRun run =
        drain(now ->
            new Answered(
                now,
                reading(1, 0, 9, 9)
                    .with(new Sockets(idle(1, Duration.ofNanos(now % s(5))), NONE), NONE_EVER)));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.hold()).isBetween(LINGER, Duration.ofSeconds(11));
  }

  @Test
  void aRequestInFlightIsWaitedForThoughItsConnectionIsStill() {
    DrainRun run =
        drain(now ->
            new Answered(
                now,
                reading(1, now < s(30) ? 1 : 0, 9, 9)
                    .with(new Sockets(idle(1, Duration.ofNanos(now)), NONE), NONE_EVER)));

    assertThat(run.hold()).isGreaterThan(Duration.ofSeconds(30));
  }

  /** The connections of HTTP/3 share a UDP socket. */
  @Test
  void aConnectionThatTheKernelDoesNotShowLingersFromItsLastRequestOn() {
    DrainRun run =
        drain(now ->
            new Answered(
                now,
                reading(1, now < s(12) ? 1 : 0, 9, 9).with(new Sockets(NONE, NONE), NONE_EVER)));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(22), Duration.ofSeconds(23));
  }

  @Test
  void anIdleConnectionThatIsNotHttpLingers() {
    DrainRun run =
        drain(now ->
            new Answered(
                now, raw(2).with(new Sockets(NONE, idle(2, Duration.ofNanos(now))), NONE_EVER)));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.record().requests().end()).isEqualTo(Count.of(0));
  }

  @Test
  void aConnectionThatIsNotHttpIsWaitedForWhileDataMoves() {
    SocketCounts busy = sockets(2, 1, 2, Optional.of(Duration.ofMillis(3)));

    DrainRun run = drain(now -> new Answered(now, raw(2).with(new Sockets(NONE, busy), NONE_EVER)));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.FORCED);
    assertThat(run.record().requests().end()).isEqualTo(Count.of(1));
  }

  /** A session that says something once in a period, and waits for nothing when it is looked at. */
  private static DrainRun.World session(Duration period, boolean everUsed) {
    return now -> {
      Optional<Duration> since = Optional.of(Duration.ofNanos(now % period.toNanos()));
      return new Answered(
          now,
          raw(1)
              .with(
                  new Sockets(
                      NONE,
                      new SocketCounts(
                          CountSource.SOCK_DIAG,
                          1,
                          Count.of(0),
                          1,
                          since,
                          everUsed ? since : Optional.empty())),
                  NONE_EVER));
    };
  }

  @Test
  void aSessionWithAQueryASecondIsCutThoughNoneIsInFlightInTheEnd() {
    DrainRun run = drain(session(Duration.ofSeconds(1), true));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.FORCED);
    assertThat(run.record().connections().end()).isEqualTo(Count.of(1));
  }

  @Test
  void aConnectionOnWhichNothingWasSaidYetIsIdle() {
    DrainRun run = drain(session(Duration.ofSeconds(1), false));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
  }

  @Test
  void asManyConnectionsAsCountForNoneAreNotCut() {
    DrainRun run =
        DrainRun.of(
            DrainTesting.deletion(Setting.EXIT_CONNECTIONS, "1"),
            session(Duration.ofSeconds(1), true));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void aSessionThatIsUsedLessOftenThanIdleOnesAreWaitedForLingers() {
    DrainRun run = drain(session(Duration.ofSeconds(25), true));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.hold()).isBetween(LINGER, Duration.ofSeconds(11));
  }

  /** Whatever its period and the settings are, only the word depends on its use. */
  @Tag("random")
  @Test
  void aSessionInUseIsHeldAsLongAsAnIdleOneAndForcedWhereTheTimeEndsTheWait() {
    Property.holds(
        500,
        random -> {
          Duration period = Duration.ofMillis(100 + random.nextInt(30_000));
          int linger = 1 + random.nextInt(20);
          DrainTerms terms = DrainTesting.deletion(Setting.IDLE_LINGER, linger + "s");
          DrainRun used = DrainRun.of(terms, session(period, true));
          DrainRun unused = DrainRun.of(terms, session(period, false));
          boolean idle =
              used.released()
                      .progress()
                      .work()
                      .last()
                      .otherUsed()
                      .orElseThrow()
                      .compareTo(Duration.ofSeconds(linger))
                  >= 0;

          assertThat(used.hold()).isEqualTo(unused.hold());
          assertThat(unused.verdict().outcome()).isEqualTo(Outcome.LINGERED);
          assertThat(used.verdict().outcome()).isEqualTo(idle ? Outcome.LINGERED : Outcome.FORCED);
        });
  }

  private static Reading raw(long connections) {
    return new Reading(
        Count.of(connections),
        Count.of(0),
        Count.of(connections),
        Count.of(9),
        Count.of(0),
        Optional.empty());
  }

  @Test
  void aListOfSocketsWithoutTimesCallsNoneOfThemIdle() {
    DrainRun run =
        drain(now ->
            new Answered(
                now, NO_STATISTICS.with(new Sockets(withoutTimes(1), withoutTimes(0)), NONE_EVER)));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.FORCED);
    assertThat(run.record().countedBy()).isEqualTo(CountSource.UNKNOWN);
    assertThat(run.record().connections().end()).isEqualTo(Count.of(1));
  }

  @Test
  void aRequestWithoutAConnectionIsAGaugeThatIsOff() {
    DrainRun run = drain(now -> new Answered(now, reading(0, 3, 9, 9)));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.hold()).isLessThan(Duration.ofSeconds(6));
    assertThat(run.record().plan().notes())
        .contains(
            "Envoy counts 3 requests in flight without a connection; they were not waited for.");
  }

  @ParameterizedTest
  @CsvSource({"0, 0, false", "1, 1, false", "1, 0, true"})
  void theKernelIsAskedWhereOnlyIdleConnectionsAreLeft(long open, long active, boolean asked) {
    DrainPhase.Holding waiting = new DrainPhase.Serving().announce(DELETION, true).await(s(5));

    assertThat(DrainRules.needsSockets(waiting, reading(open, active, 9, 9))).isEqualTo(asked);
  }

  @Test
  void theKernelIsAskedFromTheStartWhereStatisticsAreMissing() {
    DrainPhase.Holding announcing = new DrainPhase.Serving().announce(DELETION, true);

    assertThat(DrainRules.needsSockets(announcing, NO_STATISTICS)).isTrue();
    assertThat(DrainRules.needsSockets(announcing, reading(1, 0, 9, 9))).isFalse();
  }

  @Test
  void besideTheProcessBeforeAHotRestartTheGreaterNumberCounts() {
    Plan alone = DrainTesting.immediatePlan();
    Plan beside =
        Planner.plan(
            DrainTesting.envoy(
                    "1.40.0",
                    EnvoyFacts.Strategy.IMMEDIATE,
                    Duration.ofSeconds(45),
                    DrainTesting.http("ingress", 8080))
                .under(Restrictions.NONE.beside(true)),
            Set.of());
    Sockets two = new Sockets(sockets(2, 1, 2, Optional.of(Duration.ZERO)), NONE);

    assertThat(alone.joined(reading(0, 0, 9, 9), two, NONE_EVER).done(0)).isTrue();
    assertThat(beside.joined(reading(0, 0, 9, 9), two, NONE_EVER).connections())
        .isEqualTo(Count.of(2));
    assertThat(beside.joined(reading(0, 0, 9, 9), two, NONE_EVER).work()).isEqualTo(Count.of(1));
    assertThat(beside.joined(reading(3, 3, 9, 9), two, NONE_EVER).work()).isEqualTo(Count.of(3));
  }
}
