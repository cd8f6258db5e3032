package io.ebbgate.core.switchover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.switchover.GatewayPod.Route;
import io.ebbgate.core.switchover.ListenerRoute.Endpoint;
import io.ebbgate.core.verdict.Count;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTargetTest {
  private static RouteTarget target(String text) {
    return RouteTarget.parse(text).orElseThrow();
  }

  private static ListenerRoute answer(
      boolean complete, Set<String> clusters, Endpoint... endpoints) {
    return new ListenerRoute(new TreeSet<>(clusters), complete, List.of(endpoints));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "db-1", "cluster", "cluster=", "cluster= ", "listener=db", "=db"})
  void refusesWhatIsNoTarget(String text) {
    assertThat(RouteTarget.parse(text)).isEmpty();
  }

  /** Istio's names of clusters have bars and dots. */
  @Test
  void takesAnyNameOfACluster() {
    RouteTarget target = target("cluster=outbound|3306||db=1.shop.svc");

    assertThat(target.text()).isEqualTo("cluster outbound|3306||db=1.shop.svc");
    assertThat(target(target.option())).isEqualTo(target);
  }

  @Test
  void aClusterIsReachedWhereTheRoutePointsToItAlone() {
    RouteTarget target = target("cluster=b");

    assertThat(target.route(answer(true, Set.of("b")))).isEqualTo(Route.NEW);
    assertThat(target.route(answer(true, Set.of("a")))).isEqualTo(Route.OLD);
    assertThat(target.route(answer(true, Set.of("a", "b")))).isEqualTo(Route.OLD);
    assertThat(target.route(answer(false, Set.of("b")))).isEqualTo(Route.UNKNOWN);
    assertThat(target.route(answer(true, Set.of()))).isEqualTo(Route.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.7,         10.0.0.7:3306, true,  NEW",
    "10.0.0.7:3306,    10.0.0.7:3306, true,  NEW",
    "10.0.0.7:3307,    10.0.0.7:3306, true,  OLD",
    "10.0.0.7,         10.0.0.70:3306, true, OLD",
    "fd00::7,          [fd00::7]:3306, true, NEW",
    "10.0.0.7,         10.0.0.7:3306, false, UNKNOWN",
  })
  void anEndpointIsReachedWhereAllHealthyOnesAreThere(
      String wanted, String address, boolean healthy, Route route) {
    ListenerRoute answer = answer(true, Set.of("db"), new Endpoint("db", address, healthy, 1));

    assertThat(target("endpoint=" + wanted).route(answer)).isEqualTo(route);
  }

  @Test
  void countsConnectionsToTheOldAndTheNewEndpoint() {
    ListenerRoute moved =
        answer(
            true,
            Set.of("b"),
            new Endpoint("a", "10.0.0.6:3306", true, 2),
            new Endpoint("b", "10.0.0.7:3306", true, 5));

    for (String each : List.of("cluster=b", "endpoint=10.0.0.7")) {
      assertThat(target(each).toOld(moved)).isEqualTo(Count.of(2));
      assertThat(target(each).toNew(moved)).isEqualTo(Count.of(5));
    }
    RouteTarget anywhere = new RouteTarget.Anywhere();
    assertThat(anywhere.toOld(moved)).isEqualTo(Count.of(0));
    assertThat(anywhere.toNew(moved)).isEqualTo(Count.of(7));
    assertThat(anywhere.route(moved)).isEqualTo(Route.NEW);
  }
}
