package io.ebbgate.sidecar.envoy;

import static io.ebbgate.sidecar.envoy.Captured.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.switchover.ListenerRoute.Endpoint;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteReaderTest {
  private static RouteDraft read(String configs) throws IOException {
    RouteDraft draft = new RouteDraft();
    var _ = RouteReader.listener(text("{\"configs\":[" + configs + "]}"), "db", draft);
    return draft;
  }

  /** A listener of LDS whose one filter has this configuration. */
  private static String dynamic(String state, String filter) {
    return """
    {"name":"db","%s":{"version_info":"1","listener":{"name":"db","filter_chains":\
    [{"filters":[{"name":"f","typed_config":{%s}}]}]}}}
    """
        .formatted(state, filter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "cluster":"a"                                                              | [a]    | true
          "weighted_clusters":{"clusters":[{"name":"a","weight":1},{"name":"b"}]}     | [a, b] | true
          "value":{"cluster":"a"}                                                    | [a]    | true
          "route_config":{"virtual_hosts":[{"routes":[{"route":{"cluster":"a"}}]}]}  | [a]    | true
          "route_config":{"virtual_hosts":[{"routes":[{"route":{"cluster_header":"x"}}]}]} | [] | false
          "scoped_routes":{"name":"s"}                                               | []     | false
          "http_filters":[{"typed_config":{"cluster":"authorization"}}]              | []     | true
          """)
  void readsWhereAFilterLeadsClients(String filter, String clusters, boolean complete)
      throws Exception {
    RouteDraft draft = read(dynamic("active_state", filter));

    assertThat(draft.found()).isTrue();
    assertThat(draft.clusters()).hasToString(clusters);
    assertThat(draft.complete()).isEqualTo(complete);
  }

  @Test
  void readsTheActiveVersionAndTheDefaultChainAlone() throws Exception {
    assertThat(read(dynamic("draining_state", "\"cluster\":\"old\"")).found()).isFalse();
    assertThat(read(dynamic("warming_state", "\"cluster\":\"next\"")).found()).isFalse();
    assertThat(
            read("""
            {"listener":{"name":"db","default_filter_chain":{"filters":[{"typed_config":\
            {"cluster":"a"}}]}}},{"listener":{"name":"other","default_filter_chain":\
            {"filters":[{"typed_config":{"cluster":"b"}}]}}}
            """)
                .clusters())
        .containsExactly("a");
  }

  @Test
  void readsTheRouteConfigurationsThatAListenerNames() throws Exception {
    RouteDraft draft = read(dynamic("active_state", "\"rds\":{\"route_config_name\":\"http.80\"}"));

    assertThat(draft.configurations()).containsExactly("http.80");
    assertThat(
            RouteReader.configuration(
                text(
                    """
                    {"configs":[{"route_config":{"@type":"t","name":"http.80","virtual_hosts":\
                    [{"routes":[{"route":{"cluster":"a"}},{"redirect":{}}]}]}}]}
                    """),
                "http.80",
                draft))
        .isTrue();
    assertThat(draft.clusters()).containsExactly("a");
    assertThat(RouteReader.configuration(text("{}"), "http.80", draft)).isFalse();
  }

  @Test
  void keepsNoMoreClustersThanFit() throws Exception {
    String many =
        IntStream.range(0, RouteDraft.MOST_CLUSTERS + 1)
            .mapToObj("{\"name\":\"c%d\"}"::formatted)
            .collect(Collectors.joining(","));

    RouteDraft draft =
        read(dynamic("active_state", "\"weighted_clusters\":{\"clusters\":[" + many + "]}"));

    assertThat(draft.clusters()).hasSize(RouteDraft.MOST_CLUSTERS);
    assertThat(draft.complete()).isFalse();
  }

  @Test
  void readsTheEndpointsOfTheseClustersWithTheirConnections() throws Exception {
    String clusters =
        """
        {"cluster_statuses":[{"name":"a","host_statuses":[\
        {"address":{"socket_address":{"address":"10.0.0.7","port_value":3306}},\
        "stats":[{"name":"cx_total","value":"9"},{"type":"GAUGE","value":"3","name":"cx_active"}],\
        "health_status":{"eds_health_status":"HEALTHY"}},\
        {"address":{"socket_address":{"address":"::1","port_value":3306}},\
        "stats":[{"type":"GAUGE","name":"cx_active"}],\
        "health_status":{"failed_active_health_check":true,"eds_health_status":"HEALTHY"}}]},\
        {"name":"b","host_statuses":[{"address":{"pipe":{"path":"/b"}}}]}]}
        """;

    assertThat(RouteReader.endpoints(text(clusters), Set.of("a")))
        .containsExactly(
            new Endpoint("a", "10.0.0.7:3306", true, 3), new Endpoint("a", "[::1]:3306", false, 0));
  }

  @Test
  void refusesMoreEndpointsThanFit() {
    String host = "{\"address\":{\"pipe\":{\"path\":\"/b\"}}}";
    String many = (host + ",").repeat(RouteReader.MOST_ENDPOINTS) + host;

    assertThatThrownBy(() ->
            RouteReader.endpoints(
                text("{\"cluster_statuses\":[{\"name\":\"a\",\"host_statuses\":[" + many + "]}]}"),
                Set.of("a")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("endpoints");
  }
}
