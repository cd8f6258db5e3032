package io.ebbgate.core.switchover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.switchover.GatewayPod.Route;
import io.ebbgate.core.verdict.Count;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteSettlingTest {
  private static final long MILLI = 1_000_000;
  private static final Count NONE = Count.of(0);

  private static RouteSettling seen(Count toOld, long now) {
    return RouteSettling.UNSEEN.next(Route.NEW, toOld, now);
  }

  @Test
  void oneLookIsNotEnough() {
    assertThat(seen(NONE, 7).settled()).isFalse();
    assertThat(seen(NONE, 7).next(Route.NEW, NONE, 7 + 25 * MILLI).settled()).isTrue();
  }

  /** Envoy's workers had the old route when its dump had the new one: clients stayed behind. */
  @Test
  void aWorkerThatStillLeadsClientsToTheOldEndpointIsWaitedFor() {
    RouteSettling late = seen(Count.of(3), 7).next(Route.NEW, Count.of(123), 7 + 100 * MILLI);

    assertThat(late.settled()).isFalse();
    assertThat(late.next(Route.NEW, NONE, 7 + 150 * MILLI).settled()).isTrue();
  }

  /** Another listener's, such as one for reading, stay at the old endpoint. */
  @Test
  void whatStaysAtTheOldEndpointIsNotWaitedForWithoutEnd() {
    Count others = Count.of(5);
    RouteSettling late = seen(others, 7).next(Route.NEW, others, 7 + 499 * MILLI);

    assertThat(late.settled()).isFalse();
    assertThat(late.next(Route.NEW, others, 7 + 500 * MILLI))
        .isEqualTo(new RouteSettling(Optional.of(7L), true, 5));
    assertThat(late.next(Route.NEW, Count.unknown("silent"), 7 + 499 * MILLI).settled()).isFalse();
  }

  @Test
  void aRouteThatPointsBackBeginsAnew() {
    RouteSettling back = seen(NONE, 7).next(Route.OLD, NONE, 7 + 100 * MILLI);

    assertThat(back).isEqualTo(RouteSettling.UNSEEN);
    assertThat(back.next(Route.NEW, NONE, 7 + 200 * MILLI).settled()).isFalse();
  }
}
