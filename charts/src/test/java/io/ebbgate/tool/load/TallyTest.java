package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Latency;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final long MILLI = 1_000_000;

  @Test
  void countsFailuresByCauseAndWhatWasSevered() {
    Tally tally =
        Tally.of(
            List.of(
                at(1, 2, Ending.ANSWERED),
                at(2, 3, Ending.REFUSED),
                at(3, 4, Ending.CUT_IN_ANSWER),
                at(4, 5, Ending.CUT_UNANSWERED)),
            0,
            0);
    assertThat(tally.requests()).isEqualTo(4);
    assertThat(tally.failed()).isEqualTo(3);
    assertThat(tally.severed()).isEqualTo(2);
    assertThat(tally.failures())
        .containsEntry(Ending.REFUSED, 1L)
        .containsEntry(Ending.STATUS, 0L)
        .doesNotContainKey(Ending.ANSWERED);
  }

  @Test
  void countsWhatWasSeveredOfEachKind() {
    Exchange session = new Exchange(Kind.TCP, "a", 1, 1, 2, Ending.CUT_IN_ANSWER);
    Tally tally = Tally.of(List.of(session, session, at(3, 4, Ending.CUT_IN_ANSWER)), 0, 0);
    assertThat(tally.severedByKind())
        .containsEntry(Kind.TCP, 2L)
        .containsEntry(Kind.KEEP_ALIVE, 1L)
        .containsEntry(Kind.WEBSOCKET, 0L);
    assertThat(tally.severed()).isEqualTo(3);
  }

  @Test
  void excludesSlowKindsFromLatency() {
    for (Kind kind : List.of(Kind.SLOW, Kind.WEBSOCKET, Kind.TCP)) {
      Exchange session = new Exchange(kind, "a", 1, 1, 2, Ending.ANSWERED);
      assertThat(Tally.of(List.of(session), 0, 9).inside().count()).isZero();
    }
  }

  @Test
  void separatesLatencyInTheWindow() {
    List<Exchange> exchanges =
        IntStream.range(0, 100)
            .mapToObj(i -> at(i, i < 50 ? i + 1 : i + 9, Ending.ANSWERED))
            .toList();
    Tally tally = Tally.of(exchanges, 50 * MILLI, 99 * MILLI);
    assertThat(tally.inside().p99()).isEqualTo(Duration.ofMillis(9));
    assertThat(tally.outside().p99()).isEqualTo(Duration.ofMillis(1));
    assertThat(tally.inside().count()).isEqualTo(50);
    assertThat(tally.outside().count()).isEqualTo(50);
  }

  @Test
  void takesRanksFromTheSortedLatencies() {
    Latency latency = Latency.of(LongStream.rangeClosed(1, 100).map(i -> 101 - i));
    assertThat(latency.p50().toNanos()).isEqualTo(50);
    assertThat(latency.p99().toNanos()).isEqualTo(99);
    assertThat(Latency.of(LongStream.empty()).p99()).isZero();
  }

  private static Exchange at(long intended, long done, Ending ending) {
    return new Exchange(
        Kind.KEEP_ALIVE, "a", intended * MILLI, intended * MILLI, done * MILLI, ending);
  }
}
