package io.ebbgate.sidecar;

import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** A real Envoy whose listeners come from a file that a test replaces, as a control plane would. */
final class ListenerUpdates implements AutoCloseable {
  /** What runs on a listener. */
  enum Chains {
    HTTP,
    TCP,
    /** HTTP for TLS, and TCP for everything else. */
    MIXED
  }

  private static final String TYPE = "\"@type\":\"type.googleapis.com/envoy.";

  private final Path folder;
  private final RawServer backend;
  private final RealEnvoy envoy;
  private int versions;

  private ListenerUpdates(Path folder, RawServer backend, RealEnvoy envoy) {
    this.folder = folder;
    this.backend = backend;
    this.envoy = envoy;
    this.versions = 1;
  }

  /** Starts an Envoy with these listeners, which closes an old version after that many seconds. */
  static ListenerUpdates start(Path folder, String strategy, int drainSeconds, String... listeners)
      throws IOException {
    RawServer backend = RawServer.saying(socket -> socket.getInputStream().readAllBytes());
    write(folder, 1, listeners);
    return new ListenerUpdates(
        folder,
        backend,
        RealEnvoy.start(
            new EnvoyBootstrap(
                    "{\"socket_address\":{\"address\":\"127.0.0.1\",\"port_value\":0}}",
                    List.of(),
                    Optional.of(file(folder)),
                    List.of())
                .tcp("backend", "127.0.0.1", 0, backend.address()),
            "--drain-strategy",
            strategy,
            "--drain-time-s",
            Integer.toString(drainSeconds)));
  }

  /** Envoy reads the file again when another takes its place. */
  void update(String... listeners) throws IOException {
    versions++;
    write(folder, versions, listeners);
  }

  private static void write(Path folder, int version, String... listeners) throws IOException {
    Path next =
        Files.writeString(
            folder.resolve("next.json"),
            "{\"version_info\":\"v%d\",\"resources\":[%s]}"
                .formatted(version, String.join(",", listeners)));
    Files.move(next, file(folder), StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path file(Path folder) {
    return folder.resolve("listeners.json");
  }

  /** A listener; with another prefix it is another version, which replaces the one before. */
  static String listener(String name, String prefix, Chains chains, int port) {
    return listener(name, prefix, chains, port, "5s");
  }

  /** The same; where only {@code drainTimeout} differs, its filter chains alone are replaced. */
  static String listener(String name, String prefix, Chains chains, int port, String drainTimeout) {
    String filters =
        switch (chains) {
          case HTTP -> "\"filter_chains\":[{\"filters\":[%s]}]".formatted(http(name, drainTimeout));
          case TCP -> "\"filter_chains\":[{\"filters\":[%s]}]".formatted(tcp(name));
          case MIXED ->
              "\"filter_chains\":[{\"filter_chain_match\":{\"transport_protocol\":\"tls\"},\"filters\":[%s]}],\"default_filter_chain\":{\"filters\":[%s]}"
                  .formatted(http(name, drainTimeout), tcp(name));
        };
    return listener(name, prefix, port, filters);
  }

  /** An HTTP listener that warms for this long, because its routes don't come. */
  static String warming(String name, String prefix, String length) {
    String routes =
        """
        "rds":{"route_config_name":"absent","config_source":{"resource_api_version":"V3",\
        "initial_fetch_timeout":"%s","api_config_source":{"api_type":"GRPC",\
        "transport_api_version":"V3","grpc_services":[{"envoy_grpc":{"cluster_name":"backend"}}]}}}\
        """
            .formatted(length);
    return listener(
        name,
        prefix,
        0,
        "\"filter_chains\":[{\"filters\":[%s]}]".formatted(manager(name, "5s", routes)));
  }

  private static String listener(String name, String prefix, int port, String filters) {
    return """
    {%s"name":"%s","stat_prefix":"%s","address":{"socket_address":{"address":"127.0.0.1",\
    "port_value":%d}},%s}
    """
        .formatted(TYPE + "config.listener.v3.Listener\",", name, prefix, port, filters);
  }

  private static String http(String name, String drainTimeout) {
    return manager(
        name,
        drainTimeout,
        """
        "route_config":{"virtual_hosts":[{"name":"all","domains":["*"],"routes":[{"match":{\
        "prefix":"/"},"direct_response":{"status":200,"body":{"inline_string":"ok"}}}]}]}\
        """);
  }

  private static String manager(String name, String drainTimeout, String routes) {
    return """
    {"name":"http","typed_config":{%sextensions.filters.network.http_connection_manager.v3\
    .HttpConnectionManager","stat_prefix":"%s","drain_timeout":"%s",%s,"http_filters":[{"name":\
    "router","typed_config":{%sextensions.filters.http.router.v3.Router"}}]}}
    """
        .formatted(TYPE, name, drainTimeout, routes, TYPE);
  }

  private static String tcp(String name) {
    return """
    {"name":"tcp","typed_config":{%sextensions.filters.network.tcp_proxy.v3.TcpProxy",\
    "stat_prefix":"%s","cluster":"backend"}}
    """
        .formatted(TYPE, name);
  }

  RealEnvoy envoy() {
    return envoy;
  }

  Socket connect(String listener) throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), envoy.listener(listener).getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** A value of a statistic of Envoy's. */
  String statistic(String name) throws IOException {
    return envoy.admin().get("/stats?filter=^" + name + "$").body().strip();
  }

  @Override
  public void close() throws IOException {
    envoy.close();
    backend.close();
  }
}
