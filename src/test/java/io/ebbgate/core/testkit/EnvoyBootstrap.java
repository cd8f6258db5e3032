package io.ebbgate.core.testkit;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Envoy's configuration for a test, as JSON. Hosts are numeric; port 0 lets the kernel choose.
 *
 * @param admin Envoy's {@code address} of the admin interface, as JSON
 * @param changing a file with more listeners, which Envoy reads again when it is replaced (LDS)
 * @param statistics prefixes of those that it keeps; all without any
 */
public record EnvoyBootstrap(
    String admin, List<Listener> listeners, Optional<Path> changing, List<String> statistics) {
  /** Those that a stock Istio gateway keeps of its own Envoy. */
  public static final List<String> STATISTICS_OF_ISTIO =
      List.of("cluster_manager", "listener_manager", "server", "cluster.xds-grpc");

  /** One listener in front of one backend; its name is its {@code stat_prefix} as well. */
  public sealed interface Listener {
    String name();

    String host();

    int port();

    InetSocketAddress backend();

    /** HTTP/1.1 and HTTP/2 without TLS on one port. */
    record Http(String name, String host, int port, InetSocketAddress backend)
        implements Listener {}

    record Tcp(String name, String host, int port, InetSocketAddress backend) implements Listener {}
  }

  public EnvoyBootstrap {
    listeners = List.copyOf(listeners);
    statistics = List.copyOf(statistics);
  }

  public static EnvoyBootstrap withAdmin(String host, int port) {
    return new EnvoyBootstrap(socket(host, port), List.of(), Optional.empty(), List.of());
  }

  /**
   * Puts the admin interface on a Unix socket.
   *
   * @param socket where Envoy makes its Unix socket, at most 107 bytes
   */
  public static EnvoyBootstrap withAdmin(Path socket) {
    return new EnvoyBootstrap(
        "{\"pipe\":{\"path\":\"%s\"}}".formatted(socket), List.of(), Optional.empty(), List.of());
  }

  public EnvoyBootstrap http(String name, String host, int port, InetSocketAddress backend) {
    return and(new Listener.Http(name, host, port, backend));
  }

  public EnvoyBootstrap tcp(String name, String host, int port, InetSocketAddress backend) {
    return and(new Listener.Tcp(name, host, port, backend));
  }

  private EnvoyBootstrap and(Listener one) {
    return new EnvoyBootstrap(
        admin, Stream.concat(listeners.stream(), Stream.of(one)).toList(), changing, statistics);
  }

  public EnvoyBootstrap changing(Path file) {
    return new EnvoyBootstrap(admin, listeners, Optional.of(file), statistics);
  }

  /** Keeps only the statistics with these prefixes. */
  public EnvoyBootstrap keeping(List<String> prefixes) {
    return new EnvoyBootstrap(admin, listeners, changing, prefixes);
  }

  /** For {@code --config-path} (a file that ends in {@code .json}) or {@code --config-yaml}. */
  public String json() {
    return """
    {"node":{"id":"test","cluster":"test"},%s%s"admin":{"address":%s},\
    "static_resources":{"listeners":[%s],"clusters":[%s]}}
    """
        .formatted(
            changing
                .map(
                    """
                    "dynamic_resources":{"lds_config":{"path_config_source":{"path":"%s"}}},\
                    """
                        ::formatted)
                .orElse(""),
            statistics.isEmpty() ? "" : statsMatcher(),
            admin,
            joined(EnvoyBootstrap::listener),
            joined(EnvoyBootstrap::cluster));
  }

  private String statsMatcher() {
    return statistics.stream()
        .map("{\"prefix\":\"%s\"}"::formatted)
        .collect(
            Collectors.joining(
                ",",
                "\"stats_config\":{\"stats_matcher\":{\"inclusion_list\":{\"patterns\":[",
                "]}}},"));
  }

  private String joined(Function<Listener, String> part) {
    return listeners.stream().map(part).collect(Collectors.joining(","));
  }

  private static String listener(Listener listener) {
    return """
    {"name":"%s","address":%s,"filter_chains":[{"filters":[%s]}]}
    """
        .formatted(
            listener.name(), socket(listener.host(), listener.port()), networkFilter(listener));
  }

  private static String networkFilter(Listener listener) {
    return switch (listener) {
      case Listener.Http http -> connectionManager(http.name());
      case Listener.Tcp tcp -> tcpProxy(tcp.name());
    };
  }

  private static String connectionManager(String name) {
    return """
    {"name":"http","typed_config":{"@type":"type.googleapis.com/envoy.extensions.filters.network\
    .http_connection_manager.v3.HttpConnectionManager","stat_prefix":"%1$s","codec_type":"AUTO",\
    "upgrade_configs":[{"upgrade_type":"websocket"}],\
    "route_config":{"virtual_hosts":[{"name":"all","domains":["*"],"routes":[{"match":\
    {"prefix":"/"},"route":{"cluster":"%1$s","timeout":"0s"}}]}]},"http_filters":[{"name":\
    "router","typed_config":{"@type":\
    "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}}
    """
        .formatted(name);
  }

  private static String tcpProxy(String name) {
    return """
    {"name":"tcp","typed_config":{"@type":"type.googleapis.com/envoy.extensions.filters.network\
    .tcp_proxy.v3.TcpProxy","stat_prefix":"%1$s","cluster":"%1$s"}}
    """
        .formatted(name);
  }

  private static String cluster(Listener listener) {
    return """
    {"name":"%1$s","type":"STATIC","load_assignment":{"cluster_name":"%1$s","endpoints":\
    [{"lb_endpoints":[{"endpoint":{"address":%2$s}}]}]}}
    """
        .formatted(listener.name(), socket(host(listener.backend()), listener.backend().getPort()));
  }

  private static String host(InetSocketAddress address) {
    return address.getAddress().getHostAddress();
  }

  private static String socket(String host, int port) {
    return "{\"socket_address\":{\"address\":\"%s\",\"port_value\":%d}}".formatted(host, port);
  }
}
