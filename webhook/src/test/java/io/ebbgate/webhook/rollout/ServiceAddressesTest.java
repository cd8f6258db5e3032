package io.ebbgate.webhook.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.webhook.cluster.RefusedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceAddressesTest {
  private static final String GATEWAY =
      """
      {"metadata":{"name":"gw"},"spec":{"selector":{"app":"gw"},"clusterIP":"10.0.0.7",
       "externalIPs":["192.168.7.7"],"ports":[{"name":"tcp","port":9000},
       {"name":"http","port":8080,"nodePort":30080}]},
       "status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.9"},{"hostname":"lb.example.com"}]}}}
      """;
  private static final String NODE =
      """
      {"status":{"addresses":[{"type":"InternalIP","address":"10.9.0.1"},
       {"type":"Hostname","address":"node-a"}]}}
      """;

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void comeInTheOrderOfClientsFromOutside() throws Exception {
    JsonNode service = json(GATEWAY);

    assertThat(
            ServiceAddresses.candidates(
                service, ServiceAddresses.port(service, "", false), List.of(json(NODE))))
        .map(each -> each.address().toString())
        .containsExactly(
            "203.0.113.9:8080",
            "lb.example.com:8080",
            "192.168.7.7:8080",
            "10.0.0.7:8080",
            "10.9.0.1:30080");
  }

  @Test
  void haveNoneOfTheClusterWhereTheServiceIsHeadless() throws Exception {
    JsonNode service =
        json(
            "{\"spec\":{\"selector\":{\"app\":\"gw\"},\"clusterIP\":\"None\",\"ports\":[{\"port\":80}]}}");

    assertThat(
            ServiceAddresses.candidates(
                service, ServiceAddresses.port(service, "", false), List.of()))
        .isEmpty();
  }

  @Test
  void haveThePortThatIsNamedOrTheOneForHttp() throws Exception {
    JsonNode service = json(GATEWAY);

    assertThat(ServiceAddresses.port(service, "tcp", false).path("port").asInt()).isEqualTo(9000);
    assertThat(ServiceAddresses.port(service, "9000", false).path("port").asInt()).isEqualTo(9000);
    assertThat(ServiceAddresses.port(service, "", false).path("port").asInt()).isEqualTo(8080);
    JsonNode both =
        json(
            "{\"spec\":{\"ports\":[{\"name\":\"http\",\"port\":80},{\"name\":\"https\",\"port\":8443}]}}");
    assertThat(ServiceAddresses.port(both, "", true).path("port").asInt()).isEqualTo(8443);
    assertThatThrownBy(() -> ServiceAddresses.port(service, "grpc", false))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("9000 (tcp), 8080 (http)");
  }

  @Test
  void belongToServicesWhoseWholeSelectorFits() throws Exception {
    JsonNode service = json(GATEWAY);

    assertThat(ServiceAddresses.of(List.of(service), Map.of("app", "gw", "tier", "x"))).hasSize(1);
    assertThat(ServiceAddresses.of(List.of(service), Map.of("app", "other"))).isEmpty();
    assertThat(ServiceAddresses.of(List.of(json("{\"spec\":{}}")), Map.of("app", "gw"))).isEmpty();
  }
}
