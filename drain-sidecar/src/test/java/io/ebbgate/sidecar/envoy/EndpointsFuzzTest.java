package io.ebbgate.sidecar.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ebbgate.core.switchover.ListenerRoute;
import java.util.List;
import java.util.Set;

/** Any body has a bounded number of endpoints, each with a count, or is refused. */
class EndpointsFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyClusters(byte[] body) {
    FuzzedAnswer.read(
        body,
        bytes -> {
          List<ListenerRoute.Endpoint> endpoints = RouteReader.endpoints(bytes, Set.of("a", "db"));
          assertThat(endpoints)
              .hasSizeLessThanOrEqualTo(RouteReader.MOST_ENDPOINTS)
              .allMatch(endpoint -> endpoint.connections() >= 0);
          return endpoints;
        });
  }
}
