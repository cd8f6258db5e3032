package io.ebbgate.sidecar.close;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.switchover.RouteTarget;
import io.ebbgate.core.switchover.RouteTarget.ToCluster;
import io.ebbgate.core.switchover.RouteTarget.ToEndpoint;
import io.ebbgate.core.testkit.ManualTicker;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Looks at the route of an Envoy that answers late, in part or not at all. */
class RouteCheckTest {
  private static final RouteTarget CLUSTER = new ToCluster("new");
  private static final RouteTarget ENDPOINT = new ToEndpoint("10.0.0.8");
  private static final Duration STEP = Duration.ofMillis(25);
  private static final Duration HUNG = Duration.ofMinutes(1);

  private final ManualTicker ticker = new ManualTicker(7);
  private final Map<String, Duration> slow = new HashMap<>();
  private final Map<String, Integer> forbidden = new HashMap<>();
  private String cluster = "new";
  private int toOld;
  private final EnvoyAdmin envoy =
      new EnvoyAdmin() {
        @Override
        public <T> AdminResult<T> call(AdminCall<T> call) {
          return answer(call);
        }
      };

  private <T> AdminResult<T> answer(AdminCall<T> call) {
    Duration takes = slow.getOrDefault(call.label(), Duration.ZERO);
    if (takes.compareTo(call.limit()) >= 0) {
      ticker.advance(call.limit());
      return new AdminResult.TimedOut<>();
    }
    ticker.advance(takes);
    if (forbidden.containsKey(call.label())) {
      return new AdminResult.Status<>(forbidden.get(call.label()));
    }
    String body =
        call.label().equals("/clusters")
            ? clusters()
            : """
            {"configs":[{"active_state":{"listener":{"name":"db","filter_chains":\
            [{"filters":[{"typed_config":{"cluster":"%s"}}]}]}}}]}
            """
                .formatted(cluster);
    try {
      return new AdminResult.Answered<>(
          call.reader().read(new ByteArrayInputStream(body.getBytes(UTF_8))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String clusters() {
    return "{\"cluster_statuses\":["
        + host("old", "10.0.0.7", toOld)
        + ','
        + host("new", "10.0.0.8", 0)
        + "]}";
  }

  private static String host(String cluster, String address, int connections) {
    return """
    {"name":"%s","host_statuses":[{"address":{"socket_address":{"address":"%s",\
    "port_value":3306}},"stats":[{"value":"%d","name":"cx_active"}]}]}
    """
        .formatted(cluster, address, connections);
  }

  private RouteCheck next(RouteCheck before) {
    ticker.advance(STEP);
    return before.next(envoy, "db", ticker);
  }

  private static RouteCheck of(RouteTarget target) {
    return RouteCheck.NONE.of(target, Set.of("old"));
  }

  /** How long it took until the route was in force. */
  private Duration settled(RouteTarget target) {
    long began = ticker.nanos();
    RouteCheck look = of(target);
    while (!look.settling().settled() && ticker.nanos() - began < HUNG.toNanos()) {
      look = next(look);
    }
    return Duration.ofNanos(ticker.nanos() - began);
  }

  @Test
  void aRouteIsInForceWithTheSecondLookThatFindsNoneAtTheOldEndpoint() {
    assertThat(settled(CLUSTER)).isEqualTo(STEP.multipliedBy(2));
    assertThat(settled(ENDPOINT)).isEqualTo(STEP.multipliedBy(2));
  }

  /** As where {@code allow_paths} has no {@code /clusters}: clients stayed out to the deadline. */
  @Test
  void aRouteToAClusterNeedsNoEndpoints() {
    forbidden.put("/clusters", 403);
    assertThat(settled(CLUSTER)).isBetween(Duration.ofMillis(500), Duration.ofMillis(550));

    forbidden.clear();
    slow.put("/clusters", HUNG);
    assertThat(settled(CLUSTER)).isBetween(Duration.ofMillis(500), Duration.ofMillis(550));
  }

  @Test
  void endpointsThatAreOnlyLateAreCounted() {
    slow.put("/clusters", Duration.ofMillis(400));
    toOld = 3;

    RouteCheck second = next(next(of(CLUSTER)));
    assertThat(second.settling().settled()).isFalse();
    RouteCheck third = next(second);

    assertThat(third.settling().settled()).isTrue();
    assertThat(third.settling().others()).isEqualTo(3);
  }

  @Test
  void aRouteToAnEndpointIsNotGuessedAt() {
    forbidden.put("/clusters", 403);

    assertThat(settled(ENDPOINT)).isGreaterThanOrEqualTo(HUNG);
  }

  @Test
  void aLookThatFailsSaysNothingOfTheRoute() {
    RouteCheck seen = next(of(CLUSTER));
    slow.put("/config_dump", HUNG);
    RouteCheck failed = next(seen);
    slow.clear();

    assertThat(failed).isEqualTo(seen);
    assertThat(next(failed).settling().settled()).isTrue();
    cluster = "old";
    assertThat(next(failed).settling().since()).isEmpty();
  }

  /** A call that waits for a second goes on with the look that it began. */
  @Test
  void oneLookTakesTwoSecondsAtMostWithAllItsCalls() {
    slow.put("/config_dump", Duration.ofMillis(900));
    slow.put("/clusters", HUNG);
    for (RouteTarget target : new RouteTarget[] {CLUSTER, ENDPOINT}) {
      RouteCheck seen = next(of(target));
      long began = ticker.nanos();
      var _ = seen.next(envoy, "db", ticker);

      assertThat(ticker.nanos() - began).isLessThanOrEqualTo(RouteCheck.LIMIT.toNanos());
    }
  }

  @Test
  void whatWasSeenOfAnotherTargetIsNotCarriedOver() {
    RouteCheck seen = next(of(CLUSTER));

    assertThat(seen.of(CLUSTER, Set.of("old"))).isSameAs(seen);
    assertThat(seen.of(ENDPOINT, Set.of("old")).settling().since()).isEmpty();
    assertThat(seen.of(CLUSTER, Set.of()).settling().since()).isEmpty();
  }
}
