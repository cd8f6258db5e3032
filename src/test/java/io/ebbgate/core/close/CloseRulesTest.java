package io.ebbgate.core.close;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.close.CloseStep.Close;
import io.ebbgate.core.close.CloseStep.Ended;
import io.ebbgate.core.close.CloseStep.Pause;
import io.ebbgate.core.testkit.Property;
import java.time.Duration;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseRulesTest {
  private static final Duration QUICK = Duration.ofMillis(1);

  private static CloseRequest request(String spread, String keep) {
    return request(Duration.parse(spread), Duration.ZERO, Duration.parse(keep));
  }

  private static CloseRequest request(Duration spread, Duration waitQuiet, Duration keep) {
    return request(new CloseTiming(Duration.ZERO, spread, waitQuiet, false, keep));
  }

  private static CloseRequest request(CloseTiming timing) {
    return new CloseRequest(CloseScope.ALL, timing, false, "");
  }

  /** A listener whose clients come and go while a request runs, at whatever time that takes. */
  private static final class BusyListener {
    private final CloseRequest request;
    private final TreeMap<Long, Long> closedAt = new TreeMap<>();
    private long now = 1_000_000_000_000L;
    private long remaining;
    private long working;
    private long later;
    private long came;
    private long ended;
    private CloseProgress progress;

    BusyListener(CloseRequest request, long there) {
      this.request = request;
      this.remaining = there;
      this.progress = CloseProgress.first(now, read(), QUICK);
    }

    private ConnectionCounts read() {
      ConnectionCounts counts =
          new ConnectionCounts(remaining, Math.min(working, remaining), later, came);
      came = 0;
      return counts;
    }

    void arrive(long many) {
      later += many;
      came += many;
    }

    void leave(long first, long others) {
      long gone = Math.min(first, remaining) + Math.min(others, later);
      remaining -= Math.min(first, remaining);
      later -= Math.min(others, later);
      ended += gone;
    }

    CloseStep next(boolean calledOff) {
      return CloseRules.next(request, progress, calledOff, now);
    }

    /** Does what is next, and then reads again. */
    CloseStep step() {
      CloseStep step = next(false);
      switch (step) {
        case Close(long first, long others) -> {
          assertThat(first).isBetween(0L, progress.now().remaining());
          assertThat(others).isBetween(0L, progress.now().later());
          // Some may have left since the reading.
          Closes closes = new Closes(Math.min(first, remaining), Math.min(others, later), 0, now);
          remaining -= closes.first();
          later -= closes.later();
          closedAt.merge(now - progress.began(), closes.first(), Long::sum);
          progress = progress.closed(closes);
          if (closes.first() == 0) {
            assertThat(next(false)).isInstanceOf(Pause.class);
            return step;
          }
        }
        case Pause(long until) -> {
          assertThat(until).isGreaterThan(now);
          now = until;
        }
        case Ended _ -> {
          return step;
        }
      }
      progress = progress.read(read(), QUICK);
      return step;
    }

    Ended run() {
      for (int i = 0; i < 100_000; i++) {
        if (step() instanceof Ended ended) {
          return ended;
        }
      }
      throw new AssertionError("does not end: " + progress);
    }
  }

  @Test
  void closesAllThatIsThereAtOnceAndLeavesWhatComesAlone() {
    BusyListener listener = new BusyListener(request("PT0S", "PT0S"), 1_000);

    assertThat(listener.next(false)).isEqualTo(new Close(1_000, 0));
    listener.arrive(7);
    assertThat(listener.run().end()).isEqualTo(CloseEnd.DONE);

    assertThat(listener.progress.closes().total()).isEqualTo(1_000);
    assertThat(listener.progress.came()).isEqualTo(7);
    assertThat(listener.progress.left()).isEqualTo(7);
    assertThat(listener.progress.ended()).isZero();
  }

  @Test
  void closesWhatWorksWhenItIsQuietOrTheTimeForThatIsUp() {
    BusyListener listener =
        new BusyListener(request(Duration.ZERO, Duration.ofSeconds(2), Duration.ZERO), 10);
    listener.working = 4;
    listener.progress = CloseProgress.first(listener.now, listener.read(), QUICK);
    long end = listener.now + Duration.ofSeconds(2).toNanos();

    assertThat(listener.step()).isEqualTo(new Close(6, 0));
    assertThat(listener.next(false)).isInstanceOf(Pause.class);
    listener.working = 3;
    listener.progress = listener.progress.read(listener.read(), QUICK);
    assertThat(listener.step()).isEqualTo(new Close(1, 0));
    while (listener.now < end) {
      assertThat(listener.step()).isInstanceOf(Pause.class);
    }

    assertThat(listener.step()).isEqualTo(new Close(3, 0));
    assertThat(listener.run().end()).isEqualTo(CloseEnd.DONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT1S", "PT2S", "PT5S"})
  void leavesWhatStillWorksAloneWhereItIsToBeSpared(Duration keep) {
    Duration waitQuiet = Duration.ofSeconds(2);
    BusyListener listener =
        new BusyListener(
            request(new CloseTiming(Duration.ZERO, Duration.ZERO, waitQuiet, true, keep)), 10);
    listener.working = 4;
    listener.progress = CloseProgress.first(listener.now, listener.read(), QUICK);
    long began = listener.now;

    assertThat(listener.run().end()).isEqualTo(CloseEnd.DONE);

    assertThat(listener.progress.now().remaining()).isEqualTo(4);
    assertThat(listener.progress.closes().total()).isEqualTo(6);
    assertThat(Duration.ofNanos(listener.now - began)).isBetween(waitQuiet, Duration.ofSeconds(6));
  }

  @Test
  void endsAtOnceWhereNothingIsThere() {
    assertThat(new BusyListener(request("PT5S", "PT0S"), 0).next(false))
        .isEqualTo(new Ended(CloseEnd.DONE));
  }

  @Test
  void spreadsThoseThatAreThereEvenlyOverTheTime() {
    BusyListener listener = new BusyListener(request("PT10S", "PT0S"), 1_000);

    assertThat(listener.run().end()).isEqualTo(CloseEnd.DONE);

    long sum = 0;
    for (var entry : listener.closedAt.entrySet()) {
      sum += entry.getValue();
      assertThat(sum).isLessThanOrEqualTo(entry.getKey() / 10_000_000 + 3);
    }
    assertThat(sum).isEqualTo(1_000);
    assertThat(listener.progress.took()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
  }

  @Test
  void keepsClosingWhatComesForTheTimeAndNoLonger() {
    BusyListener listener = new BusyListener(request("PT0S", "PT10S"), 10);
    long end = listener.now + Duration.ofSeconds(10).toNanos();

    while (listener.now < end) {
      listener.arrive(1);
      assertThat(listener.step()).isNotInstanceOf(Ended.class);
    }
    listener.arrive(5);
    listener.progress = listener.progress.read(listener.read(), QUICK);

    assertThat(listener.run().end()).isEqualTo(CloseEnd.DONE);
    assertThat(listener.progress.left()).isGreaterThanOrEqualTo(5);
    assertThat(listener.progress.closes().later()).isGreaterThan(100);
    assertThat(listener.progress.took())
        .as("of those that were there")
        .isLessThan(QUICK.plusMillis(1));
  }

  @Test
  void spreadsTheFirstWhileItClosesTheOthersAsTheyCome() {
    BusyListener listener = new BusyListener(request("PT10S", "PT10S"), 1_000);
    listener.arrive(3);
    listener.progress = listener.progress.read(listener.read(), QUICK);

    assertThat(listener.next(false)).isEqualTo(new Close(0, 3));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsWhenItIsCalledOff(boolean keeps) {
    BusyListener listener = new BusyListener(request("PT10S", keeps ? "PT60S" : "PT0S"), 1_000);

    assertThat(listener.next(true)).isEqualTo(new Ended(CloseEnd.CALLED_OFF));
  }

  @Test
  void triesAgainAfterAFailureAndGivesUpAfterThree() {
    BusyListener listener = new BusyListener(request("PT0S", "PT0S"), 5);
    for (int i = 1; i < CloseRules.MOST_FAILURES; i++) {
      listener.progress = listener.progress.notClosed("no memory");
      assertThat(listener.next(false)).isInstanceOf(Pause.class);
      listener.progress = listener.progress.read(listener.read(), QUICK);
      assertThat(listener.next(false)).isEqualTo(new Close(5, 0));
    }
    listener.progress = listener.progress.notClosed("no memory");

    assertThat(listener.next(false)).isEqualTo(new Ended(CloseEnd.FAILED));
    assertThat(listener.progress.failures().cause()).contains("no memory");
    assertThat(listener.progress.left()).isEqualTo(5);
  }

  @Test
  void aCloseThatSucceedsForgetsEarlierFailures() {
    BusyListener listener = new BusyListener(request("PT0S", "PT0S"), 5);
    listener.progress =
        listener
            .progress
            .notClosed("once")
            .notClosed("twice")
            .closed(new Closes(1, 0, 0, listener.now));

    assertThat(listener.progress.failures()).isEqualTo(CloseFailures.NONE);
  }

  @Test
  void givesUpAfterThreeReadingsThatFailedOneAfterTheOther() {
    BusyListener listener = new BusyListener(request("PT0S", "PT60S"), 0);
    for (int i = 1; i < CloseRules.MOST_FAILURES; i++) {
      listener.progress = listener.progress.unread("no memory");
      assertThat(listener.next(false)).isInstanceOf(Pause.class);
    }
    listener.progress = listener.progress.unread("no memory");

    assertThat(listener.next(false)).isEqualTo(new Ended(CloseEnd.FAILED));
  }

  /** On a busy node some of many thousand readings take too long. */
  @Test
  void aReadingThatSucceedsForgetsTheOnesThatFailedBefore() {
    BusyListener listener = new BusyListener(request("PT0S", "PT60S"), 0);
    for (int i = 0; i < 10; i++) {
      listener.progress = listener.progress.unread("the time limit has passed");
      assertThat(listener.next(false)).isInstanceOf(Pause.class);
      listener.progress = listener.progress.read(listener.read(), QUICK);
    }

    assertThat(listener.next(false)).isInstanceOf(Pause.class);
    assertThat(listener.progress.failures()).isEqualTo(CloseFailures.NONE);
  }

  /** Clients that hang up at once must not end what keeps a listener closed. */
  @Test
  void whatEndedByItselfIsNoFailureAndNoReasonToHurry() {
    BusyListener listener = new BusyListener(request("PT0S", "PT60S"), 1);
    for (int i = 0; i < 100; i++) {
      listener.progress = listener.progress.closed(new Closes(0, 0, 0, listener.now));
      assertThat(listener.next(false)).isInstanceOf(Pause.class);
      listener.progress = listener.progress.read(listener.read(), QUICK);
    }

    assertThat(listener.next(false)).isEqualTo(new Close(1, 0));
    assertThat(listener.progress.took()).isZero();
  }

  @Test
  void pausesLongerWhereReadingTakesLong() {
    CloseProgress slow =
        CloseProgress.first(0, new ConnectionCounts(0, 0, 0, 0), Duration.ofMillis(30));

    assertThat(CloseRules.next(request("PT0S", "PT5S"), slow, false, 0))
        .isEqualTo(new Pause(Duration.ofMillis(120).toNanos()));
  }

  /** Whatever clients do, it ends, and each connection is counted as one thing. */
  @Test
  void endsAndCountsEachConnectionOnce() {
    Property.holds(
        200,
        random -> {
          BusyListener listener =
              new BusyListener(
                  request(seconds(random, 5), seconds(random, 5)), random.nextInt(200));
          long first = listener.remaining;
          long arrived = 0;
          for (CloseStep step = listener.step(); !(step instanceof Ended); ) {
            long more = random.nextInt(10) == 0 ? random.nextInt(5) : 0;
            arrived += more;
            listener.arrive(more);
            listener.leave(random.nextInt(2), random.nextInt(2));
            step = listener.step();
          }
          listener.progress = listener.progress.read(listener.read(), QUICK);
          CloseProgress last = listener.progress;

          assertThat(last.there()).isEqualTo(first);
          assertThat(last.came()).isEqualTo(arrived);
          assertThat(last.ended()).isEqualTo(listener.ended);
          assertThat(last.closes().total() + last.ended() + last.left()).isEqualTo(first + arrived);
        });
  }

  private static String seconds(RandomGenerator random, int most) {
    return "PT" + random.nextInt(most + 1) + "S";
  }
}
