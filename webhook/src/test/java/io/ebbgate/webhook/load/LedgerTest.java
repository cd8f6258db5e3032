package io.ebbgate.webhook.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Property;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final long MICRO = 1_000;

  @Test
  void keepsFailuresOnlyAndCountsAllWhereConfigured() {
    Ledger ledger = new Ledger(Ledger.Retention.FAILURES);
    ledger.add(exchange(Kind.KEEP_ALIVE, 7, Ending.ANSWERED));
    ledger.add(exchange(Kind.KEEP_ALIVE, 7, Ending.REFUSED));
    ledger.add(exchange(Kind.TCP, 7, Ending.CUT_IN_ANSWER));
    assertThat(ledger.exchanges())
        .extracting(Exchange::ending)
        .containsExactly(Ending.REFUSED, Ending.CUT_IN_ANSWER);
    assertThat(ledger.requests()).isEqualTo(3);
    assertThat(ledger.failed()).isEqualTo(2);
    assertThat(ledger.severed()).isEqualTo(1);
    assertThat(ledger.endings()).containsEntry(Ending.REFUSED, 1L).hasSize(3);
  }

  @Test
  void takesLatencyFromQuickAnswersOnly() {
    Ledger ledger = new Ledger(Ledger.Retention.FAILURES);
    ledger.add(exchange(Kind.HTTP2, 7, Ending.ANSWERED));
    ledger.add(exchange(Kind.HTTP2, 9_000, Ending.TIMEOUT));
    ledger.add(exchange(Kind.WEBSOCKET, 9_000, Ending.ANSWERED));
    assertThat(ledger.latency())
        .isEqualTo(new Latency(1, Duration.ofNanos(7 * MICRO), Duration.ofNanos(7 * MICRO)));
  }

  @Test
  void hasNoLatencyWithoutAnswers() {
    assertThat(new Ledger().latency()).isEqualTo(new Latency(0, Duration.ZERO, Duration.ZERO));
  }

  @Test
  void roundsLatencyUpByASixtyFourthAtMost() {
    Property.holds(
        200,
        random -> {
          Ledger ledger = new Ledger();
          long[] micros =
              random.longs(random.nextInt(1, 300), 0, 1L << random.nextInt(1, 31)).toArray();
          Arrays.stream(micros)
              .forEach(each -> ledger.add(exchange(Kind.IDLE, each, Ending.ANSWERED)));
          Latency exact = Latency.of(LongStream.of(micros).map(each -> each * MICRO));
          Duration found = ledger.latency().p99();
          assertThat(found).isBetween(exact.p99(), exact.p99().plus(exact.p99().dividedBy(64)));
          assertThat(ledger.latency().count()).isEqualTo(micros.length);
        });
  }

  private static Exchange exchange(Kind kind, long micros, Ending ending) {
    return new Exchange(kind, "a", 0, 0, micros * MICRO, ending);
  }
}
