package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.DELETION;
import static io.ebbgate.core.drain.DrainTesting.deletion;
import static io.ebbgate.core.drain.DrainTesting.ms;
import static io.ebbgate.core.drain.DrainTesting.reading;
import static io.ebbgate.core.drain.DrainTesting.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.DrainRun.World;
import io.ebbgate.core.drain.Observation.Answered;
import io.ebbgate.core.testkit.Property;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Health checks of load balancers beside one idle client, found by the times they come. */
class BackgroundTrafficTest {
  /** A client that stays idle, and connections that come at these times with a request each. */
  private static World idleClientAnd(long... times) {
    return now -> {
      long came = Arrays.stream(times).filter(at -> at <= now).count();
      return new Answered(now, reading(1, 0, 9 + came, 20 + came));
    };
  }

  private static long[] every(Duration period, Duration first) {
    return LongStream.iterate(first.toNanos(), at -> at < s(70), at -> at + period.toNanos())
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({"1s, 10_000, 10_500", "2s, 10_000, 10_500", "5s, 13_900, 14_500"})
  void endTheLingerAsSoonAsThreeOfThemShowTheirPeriod(String period, long least, long most) {
    long[] checks = every(Duration.parse("PT" + period), Duration.ofSeconds(4));

    DrainRun run = DrainRun.of(DELETION, idleClientAnd(checks));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.hold()).isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
  }

  @Test
  void areNamedInTheVerdictWithTheSettingThatWouldHaveSaidSo() {
    DrainRun run =
        DrainRun.of(DELETION, idleClientAnd(every(Duration.ofSeconds(5), Duration.ofSeconds(4))));

    assertThat(run.record().plan().notes())
        .anySatisfy(note ->
            assertThat(note)
                .contains(
                    "3 new connections in 10 s", "period of 5 s", "background-connections=0.2"));
  }

  @Test
  void areKnownSoonerFromTheTimeBeforeTheDrain() {
    BackgroundTraffic before = BackgroundTraffic.none(s(-62));
    for (long at = s(-61); at < 0; at += s(5)) {
      long came = (at - s(-61)) / s(5);
      before = before.observe(at, reading(1, 0, came, 11 + came), 0);
    }
    long[] checks = every(Duration.ofSeconds(5), Duration.ofMillis(3_400));

    DrainRun run =
        DrainRun.of(
            new DrainPhase.Serving().announce(DELETION, true, before),
            now -> {
              long came = 12 + Arrays.stream(checks).filter(at -> at <= now).count();
              return new Answered(now, reading(1, 0, came, 11 + came));
            });

    assertThat(run.hold()).isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_500));
    assertThat(run.record().plan().notes()).anyMatch(note -> note.contains("health checks"));
  }

  /** Three of one balancer, each with its own clock. */
  @Test
  void mayComeFromSeveralPlacesInOnePeriod() {
    long[] checks =
        LongStream.concat(
                LongStream.concat(
                    LongStream.of(every(Duration.ofSeconds(5), Duration.ofMillis(1_200))),
                    LongStream.of(every(Duration.ofSeconds(5), Duration.ofMillis(1_500)))),
                LongStream.of(every(Duration.ofSeconds(5), Duration.ofMillis(4_100))))
            .toArray();

    DrainRun run = DrainRun.of(DELETION, idleClientAnd(checks));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(11), Duration.ofSeconds(15));
  }

  @Test
  void letTheAnnouncingEndWhenNothingElseComes() {
    World checked = idleClientAnd(every(Duration.ofSeconds(1), Duration.ofMillis(500)));

    DrainRun run = DrainRun.of(DELETION, checked);

    assertThat(DrainRulesTest.lasted(run, "announcing"))
        .isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_300));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4 9 12 19 22 31", // at no period
        "4 6 9 13 18 24 31", // ever more seldom
        "4 4 4 9 9 12 12", // in groups
      })
  void areNotSeenInARareClientThatComesUnevenly(String seconds) {
    long[] times =
        Arrays.stream(seconds.split(" ")).mapToLong(Long::parseLong).map(DrainTesting::s).toArray();

    DrainRun run = DrainRun.of(DELETION, idleClientAnd(times));

    assertThat(run.hold())
        .isBetween(
            Duration.ofNanos(times[times.length - 1]).plusSeconds(10),
            Duration.ofNanos(times[times.length - 1]).plusMillis(10_500));
    assertThat(run.record().plan().notes()).noneMatch(note -> note.contains("health checks"));
  }

  @Test
  void areNotSeenInConnectionsThatStayOpen() {
    World clients =
        now -> {
          long came = now < s(25) ? now / s(5) : 5;
          return new Answered(now, reading(1 + came, 0, 9 + came, 20 + came));
        };

    assertThat(DrainRun.of(DELETION, clients).hold())
        .isBetween(Duration.ofSeconds(35), Duration.ofMillis(35_500));
  }

  @Test
  void areNotSeenInTwoRequestsOnEachConnection() {
    World clients =
        now -> {
          long came = now < s(25) ? now / s(5) : 5;
          return new Answered(now, reading(1, 0, 9 + came, 20 + 2 * came));
        };

    assertThat(DrainRun.of(DELETION, clients).hold())
        .isBetween(Duration.ofSeconds(35), Duration.ofMillis(35_500));
  }

  /** Ten a second come as evenly, but are no checks. */
  @Test
  void areNotSeenInAnEvenLoad() {
    World load = now -> new Answered(now, reading(1, 0, 9 + now / ms(100), 20 + now / ms(100)));

    DrainRun run = DrainRun.of(DELETION, load);

    assertThat(DrainRulesTest.lasted(run, "announcing")).isEqualTo(Duration.ofSeconds(15));
    assertThat(run.record().plan().notes()).noneMatch(note -> note.contains("health checks"));
  }

  @Test
  void doNotHideAClientThatComesBetweenThem() {
    long[] checks = every(Duration.ofSeconds(2), Duration.ofSeconds(1));
    long[] withClient = LongStream.concat(LongStream.of(checks), LongStream.of(s(8))).toArray();

    DrainRun run = DrainRun.of(DELETION, idleClientAnd(withClient));

    assertThat(run.hold()).isBetween(Duration.ofSeconds(18), Duration.ofMillis(18_500));
  }

  /** Of a session that isn't HTTP, where the statistics show neither request nor bytes. */
  @Test
  void doNotHideASessionThatTheKernelSeesAtWork() {
    World session =
        now -> {
          long came = now / s(2);
          Duration idle = Duration.ofNanos(now < s(20) ? ms(500) : now - s(20));
          SocketCounts none =
              new SocketCounts(CountSource.SOCK_DIAG, 0, Count.of(0), 0, Optional.empty());
          SocketCounts one =
              new SocketCounts(CountSource.SOCK_DIAG, 1, Count.of(0), 1, Optional.of(idle));
          return new Answered(
              now, reading(1, 0, 9 + came, 20 + came).with(new Sockets(none, one), Count.of(1)));
        };

    DrainRun run = DrainRun.of(DELETION, session);

    assertThat(run.record().plan().notes()).anyMatch(note -> note.contains("health checks"));
    assertThat(run.hold()).isBetween(Duration.ofSeconds(30), Duration.ofMillis(30_500));
  }

  /** A request in flight counts, also one of a health check. */
  @Test
  void areWaitedForWhileOneIsInFlight() {
    World slow =
        now -> {
          long came = (now + s(4)) / s(5);
          boolean inFlight = now >= s(6) && now < s(33);
          return new Answered(
              now, reading(inFlight ? 2 : 1, inFlight ? 1 : 0, 9 + came, 20 + came));
        };

    DrainRun run = DrainRun.of(DELETION, slow);

    assertThat(run.hold()).isGreaterThan(Duration.ofSeconds(33));
  }

  @Test
  void areNotLookedForWhereTheSettingNamesThem() {
    DrainTerms named = deletion(Setting.BACKGROUND_CONNECTIONS, "0.1");

    DrainRun run =
        DrainRun.of(named, idleClientAnd(every(Duration.ofSeconds(2), Duration.ofSeconds(1))));

    assertThat(run.record().plan().notes()).noneMatch(note -> note.contains("health checks"));
  }

  /**
   * A client of a mean of five seconds is cut short in a few of its drains, by its own evenness.
   */
  @Test
  @Tag("random")
  void areSeldomSeenInRandomClients() {
    AtomicLong taken = new AtomicLong();
    int runs = 300;
    Property.holds(
        runs,
        random -> {
          long[] times =
              DoubleStream.iterate(0, at -> at < 70, at -> at - 5 * Math.log(random.nextDouble()))
                  .skip(1)
                  .mapToLong(at -> Math.round(at * 1e9))
                  .toArray();
          DrainRun run = DrainRun.of(DELETION, idleClientAnd(times));
          taken.addAndGet(
              run.record().plan().notes().stream().anyMatch(each -> each.contains("health checks"))
                  ? 1
                  : 0);
        });

    assertThat(taken.get()).isLessThan(runs / 5);
  }
}
