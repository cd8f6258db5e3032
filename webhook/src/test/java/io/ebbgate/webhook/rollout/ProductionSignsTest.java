package io.ebbgate.webhook.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.config.HostPort;
import io.ebbgate.webhook.rollout.ServiceAddresses.Candidate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductionSignsTest {
  @ParameterizedTest
  @CsvSource({
    "eks-prod-1, edge,      1",
    "kind,       shop-PROD, 1",
    "live,       prod,      2",
    "production, edge,      1",
    "kind,       products,  0",
    "delivery,   alive,     0",
    "'',         edge,      0",
  })
  void looksAtWordsOfNames(String context, String namespace, int signs) {
    assertThat(ProductionSigns.in(context, namespace, Optional.empty(), List.of())).hasSize(signs);
  }

  @Test
  void looksAtLabelsOfTheNamespace() throws Exception {
    var namespace =
        new ObjectMapper()
            .readTree("{\"metadata\":{\"labels\":{\"env\":\"production\",\"team\":\"live\"}}}");

    assertThat(ProductionSigns.in("kind", "edge", Optional.of(namespace), List.of()))
        .containsExactly(new ProductionSign(ProductionSign.Type.LABEL, "env=production"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "2001:4860:4860::8888", "lb-1.example.com"})
  void takesAPublicEntranceForProduction(String host) {
    assertThat(entrance(host, true)).hasSize(1);
    assertThat(entrance(host, false)).as("no entrance").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "172.18.0.5",
        "192.168.1.1",
        "127.0.0.1",
        "100.64.0.1",
        "198.19.0.1",
        "fd00::1",
        "::1",
        "localhost",
        "gw.cluster.local",
        "gw.edge.svc",
        "gw"
      })
  void takesAPrivateEntranceForATest(String host) {
    assertThat(entrance(host, true)).isEmpty();
  }

  private static List<ProductionSign> entrance(String host, boolean entrance) {
    return ProductionSigns.in(
        "",
        "edge",
        Optional.empty(),
        List.of(new Candidate(new HostPort(host, 80), "its load balancer", entrance)));
  }
}
