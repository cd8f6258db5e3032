package io.ebbgate.sidecar.envoy;

import static io.ebbgate.sidecar.envoy.Captured.answer;
import static io.ebbgate.sidecar.envoy.Captured.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.context.ListenerVersion;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Direction;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.drain.ListenerFacts.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ListenerDumpTest {
  private static final Duration FIVE = Duration.ofSeconds(5);
  private static final Duration ONE = Duration.ofSeconds(1);

  @Test
  void readsTheStaticListenersOfARealEnvoy() throws Exception {
    Map<String, List<Integer>> ports = ListenerDump.boundPorts(answer("listeners"));

    List<ListenerFacts> listeners = read(answer("static_listeners"), ports);
    int raw = ports.getOrDefault("raw", List.of(0)).getFirst();
    String internal = "envoy_internal_inner";

    assertThat(listeners)
        .containsExactly(
            new ListenerFacts(
                "web",
                "127.0.0.1:10080",
                10080,
                "127.0.0.1_10080",
                Protocol.HTTP,
                Direction.OUTBOUND,
                false,
                Set.of("ingress"),
                Duration.ofSeconds(2),
                ONE),
            new ListenerFacts(
                "raw",
                "127.0.0.1:0",
                raw,
                "raw.tcp",
                Protocol.TCP,
                Direction.UNSPECIFIED,
                true,
                Set.of(),
                Duration.ZERO,
                Duration.ZERO),
            new ListenerFacts(
                "udp",
                "127.0.0.1:10082",
                10082,
                "127.0.0.1_10082",
                Protocol.UDP,
                Direction.UNSPECIFIED,
                false,
                Set.of(),
                FIVE,
                ONE),
            new ListenerFacts(
                "inner",
                internal,
                0,
                internal,
                Protocol.INTERNAL,
                Direction.UNSPECIFIED,
                false,
                Set.of(),
                Duration.ZERO,
                Duration.ZERO));
  }

  @Test
  void knowsThePortAListenerOnPortZeroIsBoundTo() throws Exception {
    assertThat(ListenerDump.boundPorts(answer("listeners")))
        .hasEntrySatisfying("raw", port -> assertThat(port.getFirst()).isPositive());
  }

  @Test
  void readsADynamicListenerWithTwoKindsOfChains() throws Exception {
    List<ListenerFacts> listeners = read(answer("dynamic_listeners"), Map.of());

    assertThat(listeners)
        .containsExactly(
            new ListenerFacts(
                "dyn",
                "127.0.0.1:10090",
                List.of(new HostPort("127.0.0.1", 10090)),
                "127.0.0.1_10090",
                Protocol.MIXED,
                Direction.UNSPECIFIED,
                false,
                Set.of("dyn.http"),
                Set.of(
                    new Timeouts(FIVE, Duration.ofMillis(500), Duration.ofHours(1)),
                    new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ofHours(1)))));
  }

  @Test
  void readsEachAddressOfAListener() throws Exception {
    String config =
        """
        {"name":"a","address":{"socket_address":{"address":"10.0.0.1","port_value":80}},
        "additional_addresses":[
        {"address":{"socket_address":{"address":"0:0:0:0:0:0:0:0","port_value":80}}},
        {"address":{"socket_address":{"address":"127.0.0.1","port_value":0}}},
        {"address":{"pipe":{"path":"/tmp/a"}}},{}]}
        """;
    List<ListenerFacts> listeners =
        read(
            text("{\"configs\":[{\"listener\":" + config + "}]}"),
            Map.of("a", List.of(80, 80, 4711, 0, 0)));

    assertThat(listeners.getFirst().bound())
        .containsExactly(
            new HostPort("10.0.0.1", 80), new HostPort("::", 80), new HostPort("127.0.0.1", 4711));
    assertThat(listeners.getFirst().statName()).isEqualTo("10.0.0.1_80");
  }

  @Test
  void keepsTheTimeoutsOfEachFilterChain() throws Exception {
    String config =
        """
        {"name":"a","address":{"socket_address":{"address":"10.0.0.1","port_value":80}},
        "filter_chains":[
        {"filters":[{"typed_config":{"@type":"x.HttpConnectionManager","stat_prefix":"a",
        "drain_timeout":"30s","delayed_close_timeout":"0s"}}]},
        {"filters":[{"typed_config":{"@type":"x.HttpConnectionManager","stat_prefix":"b",
        "delayed_close_timeout":"9s","common_http_protocol_options":{"idle_timeout":"60s"}}}]},
        {"filters":[{"typed_config":{"@type":"x.TcpProxy","idle_timeout":"7200s"}}]}]}
        """;

    assertThat(one(config).timeouts())
        .containsExactlyInAnyOrder(
            new Timeouts(Duration.ofSeconds(30), Duration.ZERO, Duration.ofHours(1)),
            new Timeouts(FIVE, Duration.ofSeconds(9), Duration.ofMinutes(1)),
            new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ofHours(2)));
  }

  @Test
  void countsAListenerThatLdsTookAwayAsWell() throws Exception {
    List<ListenerFacts> listeners =
        read(
            text(
                """
                {"configs":[{"name":"a",
                  "active_state":{"listener":%1$s},"draining_state":{"listener":%1$s},
                  "warming_state":{"listener":%1$s}}]}
                """
                    .formatted(listener("::1", "{}"))),
            Map.of());

    assertThat(listeners).hasSize(2);
    assertThat(listeners.getFirst().statName()).isEqualTo("[__1]_80");
  }

  @Test
  void countsAQuicListenerAsHttp3() throws Exception {
    String config =
        """
        {"name":"h3","address":{"socket_address":{"protocol":"UDP","address":"0.0.0.0",
        "port_value":443}},"udp_listener_config":{"quic_options":{}},"filter_chains":[{"filters":
        [{"typed_config":{"@type":"x/y.HttpConnectionManager","stat_prefix":"h3"}}]}]}
        """;

    assertThat(one(config).protocol()).isEqualTo(Protocol.HTTP3);
  }

  @Test
  void looksIntoATypedStruct() throws Exception {
    String filter =
        """
        {"@type":"t/xds.type.v3.TypedStruct","type_url":"t/a.b.HttpConnectionManager",
        "value":{"stat_prefix":"http:edge","drain_timeout":"30s"}}
        """;

    ListenerFacts listener = one(listener("10.0.0.1", filter));

    assertThat(listener.protocol()).isEqualTo(Protocol.HTTP);
    assertThat(listener.httpPrefixes()).containsExactly("http_edge");
    assertThat(listener.drainTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void takesAFilterItDoesNotKnowForTcp() throws Exception {
    assertThat(one(listener("10.0.0.1", "{\"@type\":\"t/x.RedisProxy\"}")).protocol())
        .isEqualTo(Protocol.TCP);
  }

  @Test
  void skipsWhatIsOfAnotherShape() throws Exception {
    List<ListenerFacts> listeners =
        read(
            text(
                """
                {"configs":[7,null,"x",[],{"listener":[]},
                {"listener":{"name":3,"address":"y","filter_chains":{"filters":1}}}]}
                """),
            Map.of());

    assertThat(listeners).extracting(ListenerFacts::protocol).containsOnly(Protocol.TCP);
  }

  @Test
  void readsADumpWithoutListeners() throws Exception {
    assertThat(read(text("{}"), Map.of())).isEmpty();
  }

  @Test
  void countsConnectionsWhereAnHttpListenersPrefixCannotBeRead() throws Exception {
    ListenerFacts listener =
        one(
            """
            {"name":"a","address":{"socket_address":{"address":"10.0.0.1","port_value":80}},
            "filter_chains":[{"filters":[{"name":"envoy.filters.network.http_connection_manager"}]}]}
            """);
    assertThat(listener.protocol()).isEqualTo(Protocol.MIXED);
  }

  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:1, [__1]_80",
    "::0, [__]_80",
    "2001:DB8:0:0:1:0:0:0, [2001_db8_0_0_1__]_80",
    "2001:0db8:0:1:1:1:1:1, [2001_db8_0_1_1_1_1_1]_80",
    "0:0:0:0:0:ffff:10.0.0.1, [__ffff_10.0.0.1]_80",
    "fe80::1%eth0, [fe80__1%eth0]_80"
  })
  void namesStatisticsOfIpv6AddressesAsEnvoyDoes(String address, String name) throws Exception {
    assertThat(one(listener(address, "{}")).statName()).isEqualTo(name);
  }

  @Test
  void takesATimeoutOfCenturiesForADay() throws Exception {
    String filter = "{\"@type\":\"t/x.HttpConnectionManager\",\"drain_timeout\":\"9999999999s\"}";
    assertThat(one(listener("10.0.0.1", filter)).drainTimeout()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void readsADumpWithAFieldOfAVeryLongNameAndALongText() throws Exception {
    String json =
        "{\"configs\":[{\"%s\":1,\"x\":\"%s\"},{\"listener\":%s}]}"
            .formatted("n".repeat(20_000), "x".repeat(200_000), listener("10.0.0.1", "{}"));
    assertThat(read(text(json), Map.of())).hasSize(1);
  }

  @Test
  void findsListenersByTheirStatisticsAndTakesAllForMixed() throws Exception {
    List<ListenerFacts> listeners = StatListeners.read(answer("stats"));

    assertThat(listeners)
        .extracting(ListenerFacts::statName)
        .containsExactly("127.0.0.1_10080", "127.0.0.1_10082", "127.0.0.1_10090", "raw.tcp");
    assertThat(listeners).extracting(ListenerFacts::port).containsExactly(10080, 10082, 10090, 0);
    assertThat(listeners).extracting(ListenerFacts::protocol).containsOnly(Protocol.MIXED);
    assertThat(listeners).allMatch(listener -> listener.httpPrefixes().isEmpty());
  }

  static Stream<Named<String>> badDumps() {
    String name = "n".repeat(100_000);
    return Stream.of(
        named("truncated", "{\"configs\":[{\"listener\":{"),
        named("nested without end", "{\"configs\":" + "[".repeat(5000)),
        named("no name", "{\"configs\":[{\"listener\":{\"name\":\"" + name + "\"}}]}"));
  }

  @ParameterizedTest
  @MethodSource("badDumps")
  void refusesABadDump(String dump) {
    assertThatThrownBy(() -> read(text(dump), Map.of())).isInstanceOf(IOException.class);
  }

  static ListenerFacts one(String listener) throws IOException {
    return read(text("{\"configs\":[{\"listener\":" + listener + "}]}"), Map.of()).getFirst();
  }

  static String listener(String host, String filter) {
    return """
    {"name":"a","address":{"socket_address":{"address":"%s","port_value":80}},
    "filter_chains":[{"filters":[{"name":"f","typed_config":%s}]}]}
    """
        .formatted(host, filter);
  }

  private static List<ListenerFacts> read(InputStream dump, Map<String, List<Integer>> ports)
      throws IOException {
    return ListenerDump.read(dump, ports).stream().map(ListenerVersion::listener).toList();
  }
}
