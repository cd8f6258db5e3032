package io.ebbgate.sidecar.drain;

import static io.ebbgate.sidecar.drain.DrainerHarness.record;
import static io.ebbgate.sidecar.drain.DrainerHarness.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hook is answered soon after the last work, whatever a poll took before. */
class EarlyEndTest extends DrainerFixture {
  private static final Duration QUARTER = Duration.ofMillis(250);

  /** Of many requests and of few, which are looked at more often. */
  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void isNotPutOffByTheTwoSecondsInWhichTheProcessStoodStill(int requests) {
    drainer.busy(requests, requests);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(8));
    AtomicBoolean stopped = new AtomicBoolean();
    drainer.envoy.before.put(
        "/stats",
        () -> {
          if (!stopped.getAndSet(true)) {
            drainer.ticker.advance(Duration.ofSeconds(2));
          }
        });
    drainer.pass(Duration.ofSeconds(4));
    drainer.busy(0, 0);
    drainer.pass(QUARTER.multipliedBy(2));

    assertThat(stopped).isTrue();
    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void isNotPutOffByTheFirstReadingOfTheKernel() {
    drainer.busy(1, 0);
    AtomicBoolean loaded = new AtomicBoolean();
    drainer.sockets =
        (statistics, _) -> {
          if (!loaded.getAndSet(true)) {
            drainer.ticker.advance(Duration.ofSeconds(1));
          }
          return statistics;
        };
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofMillis(6500));
    assertThat(loaded).isTrue();
    drainer.busy(0, 0);
    drainer.pass(QUARTER);

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }

  /** Of many connections: a reading of 100 ms makes a pause of two seconds. */
  @Test
  void asksTheKernelLessOftenWhereThatTakesLong() {
    drainer.busy(90, 0);
    AtomicInteger asked = new AtomicInteger();
    drainer.sockets =
        (statistics, _) -> {
          asked.incrementAndGet();
          drainer.ticker.advance(Duration.ofMillis(100));
          return statistics;
        };
    var _ = drainer.deletionThen(Duration.ofSeconds(12));

    assertThat(asked).hasValueBetween(2, 24);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 20, 30, 40, 50, 60, 70, 80, 90})
  void isAQuarterOfASecondAfterTheLastRequestAtTheLatest(int millis) {
    drainer.busy(1, 1);
    drainer.envoy.delays.put("/stats", Duration.ofMillis(3));
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofMillis(7000 + millis));
    drainer.busy(0, 0);
    drainer.pass(QUARTER);

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(record(answer).timing().hold()).isLessThan(Duration.ofMillis(7250 + millis));
  }
}
