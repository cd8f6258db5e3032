package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.reading;
import static io.ebbgate.core.drain.DrainTesting.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.drain.BackgroundTraffic.Arrival;
import org.junit.jupiter.api.Test;

/** What is kept of new connections, among which health checks are looked for. */
class ArrivalsTest {
  private static final BackgroundTraffic FIRST =
      BackgroundTraffic.none(0).observe(0, reading(1, 0, 10, 10), 0);

  @Test
  void aRequestThatComesAReadingLaterIsOfTheConnectionBefore() {
    BackgroundTraffic came = FIRST.observe(s(1), reading(1, 0, 11, 10), 0);

    BackgroundTraffic late = came.observe(s(2), reading(1, 0, 11, 11), 0);

    assertThat(came.arrivals()).containsExactly(new Arrival(0, s(1), 1, false));
    assertThat(late.arrivals()).containsExactly(new Arrival(0, s(1), 1, true));
    assertThat(late.workedAt()).isZero();
  }

  @Test
  void aRequestThatComesWithANewConnectionIsOfThatOne() {
    BackgroundTraffic both =
        FIRST.observe(s(1), reading(1, 0, 11, 10), 0).observe(s(2), reading(1, 0, 12, 11), 0);

    assertThat(both.arrivals())
        .containsExactly(new Arrival(0, s(1), 1, false), new Arrival(s(1), s(2), 1, true));
  }

  @Test
  void aConnectionBeforeTheLastReadingGetsNoLateRequest() {
    BackgroundTraffic later =
        FIRST
            .observe(s(1), reading(1, 0, 11, 10), 0)
            .observe(s(2), reading(1, 0, 11, 10), 0)
            .observe(s(3), reading(1, 0, 11, 11), 0);

    assertThat(later.arrivals()).containsExactly(new Arrival(0, s(1), 1, false));
  }

  @Test
  void moreRequestsThanNewConnectionsAreAClientAtWork() {
    assertThat(FIRST.observe(s(1), reading(1, 0, 11, 11), 0).workedAt()).isZero();
    assertThat(FIRST.observe(s(1), reading(1, 0, 11, 12), 0).workedAt()).isEqualTo(s(1));
  }

  @Test
  void moreInFlightThanNewConnectionsAreAClientAtWork() {
    assertThat(FIRST.observe(s(1), reading(2, 1, 11, 11), 0).workedAt()).isZero();
    assertThat(FIRST.observe(s(1), reading(2, 2, 11, 11), 0).workedAt()).isEqualTo(s(1));
  }

  @Test
  void newConnectionsWithoutARequestYetAreRemembered() {
    BackgroundTraffic came = FIRST.observe(s(1), reading(1, 0, 13, 11), 0);

    assertThat(came.last().orElseThrow().silent()).isEqualTo(2);
    assertThat(came.observe(s(2), reading(1, 0, 13, 13), 0).workedAt()).isZero();
    assertThat(came.observe(s(2), reading(1, 0, 13, 14), 0).workedAt()).isEqualTo(s(2));
  }

  @Test
  void sixteenAtOnceMayBeChecksAndMoreAreClients() {
    assertThat(FIRST.observe(s(1), reading(1, 0, 26, 26), 0).arrivals()).hasSize(16);

    BackgroundTraffic clients = FIRST.observe(s(1), reading(1, 0, 27, 27), 0);

    assertThat(clients.arrivals()).isEmpty();
    assertThat(clients.clientOpenedAt()).isEqualTo(s(1));
  }

  @Test
  void numbersThatWentBackAreAnotherEnvoys() {
    BackgroundTraffic came = FIRST.observe(s(1), reading(1, 0, 11, 11), 0);

    assertThat(came.observe(s(2), reading(1, 0, 5, 12), 0).arrivals()).isEmpty();
    assertThat(came.observe(s(2), reading(1, 0, 12, 5), 0).arrivals()).isEmpty();
    assertThat(came.observe(s(2), reading(1, 0, 11, 11), 0).arrivals()).hasSize(1);
  }

  /** They come ever more seldom, so that they have no period. */
  @Test
  void aClientThatIsForgottenStaysTheLastThatCameAndWorked() {
    BackgroundTraffic traffic = FIRST;
    for (long came = 1; came <= 66; came++) {
      traffic = traffic.observe(s(came * came), reading(1, 0, 10 + came, 10 + came), 0);
    }

    assertThat(traffic.arrivals()).hasSize(64);
    assertThat(traffic.openedAt()).isEqualTo(s(4));
    assertThat(traffic.workedAt()).isEqualTo(s(4));
  }
}
