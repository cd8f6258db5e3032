package io.ebbgate.system.protocol;

import io.ebbgate.certs.dev.DevCertificates;
import java.nio.file.Path;

/** What the gateway's only listener does, as Envoy's configuration in JSON. */
enum GatewayListener {
  /** HTTP/1.1, HTTP/2 and WebSockets without TLS. */
  HTTP,
  /** The same with TLS that ends at the gateway. */
  TLS,
  /** TLS that the backend terminates. */
  PASSTHROUGH,
  /** TCP connections, whatever they carry. */
  TCP,
  /** The same with {@code check_drain_close}, which Envoy has from 1.39 on. */
  TCP_CHECKED,
  /** HTTP/3 over QUIC. */
  HTTP3;

  static final String NAME = "gateway";

  private static final String EXTENSIONS = "type.googleapis.com/envoy.extensions.";

  /** The static resources of a gateway with this listener, for {@code --config-yaml}. */
  String resources(Upstream upstream, Path certificates) {
    return """
    {"static_resources":{"listeners":[{"name":"%s","address":{"socket_address":{"address":\
    "127.0.0.1","port_value":0%s}},%s"filter_chains":[{%s"filters":[%s]}]}],"clusters":\
    [%s,%s,%s,%s]}}\
    """
        .formatted(
            NAME,
            this == HTTP3 ? ",\"protocol\":\"UDP\"" : "",
            options(),
            transport(certificates),
            filter(),
            cluster("web", upstream.httpPort(), ""),
            cluster("streams", upstream.httpPort(), ',' + protocol("http2")),
            cluster("secure", upstream.securePort(), ""),
            cluster("lines", upstream.linesPort(), ""));
  }

  private String options() {
    return switch (this) {
      case HTTP, TLS, TCP, TCP_CHECKED -> "";
      case PASSTHROUGH ->
          """
          "listener_filters":[{"name":"tls","typed_config":{"@type":\
          "%sfilters.listener.tls_inspector.v3.TlsInspector"}}],\
          """
              .formatted(EXTENSIONS);
      case HTTP3 -> "\"udp_listener_config\":{\"quic_options\":{}},";
    };
  }

  private String transport(Path certificates) {
    String tls =
        """
        "common_tls_context":{"tls_certificates":[{"certificate_chain":{"filename":"%s"},\
        "private_key":{"filename":"%s"}}]}\
        """
            .formatted(
                certificates.resolve(DevCertificates.CERTIFICATE),
                certificates.resolve(DevCertificates.KEY));
    return switch (this) {
      case HTTP, TCP, TCP_CHECKED -> "";
      case PASSTHROUGH -> "\"filter_chain_match\":{\"transport_protocol\":\"tls\"},";
      case TLS ->
          """
          "transport_socket":{"name":"tls","typed_config":{"@type":\
          "%stransport_sockets.tls.v3.DownstreamTlsContext",%s}},\
          """
              .formatted(EXTENSIONS, tls);
      case HTTP3 ->
          """
          "transport_socket":{"name":"envoy.transport_sockets.quic","typed_config":{"@type":\
          "%stransport_sockets.quic.v3.QuicDownstreamTransport","downstream_tls_context":{%s}}},\
          """
              .formatted(EXTENSIONS, tls);
    };
  }

  private String filter() {
    return switch (this) {
      case HTTP, TLS -> connectionManager("AUTO", "web");
      case HTTP3 -> connectionManager("HTTP3", "web");
      case PASSTHROUGH -> tcpProxy("secure", "");
      case TCP -> tcpProxy("lines", "");
      case TCP_CHECKED -> tcpProxy("lines", ",\"check_drain_close\":true");
    };
  }

  /** Requests go to this cluster, and those of gRPC to one that speaks HTTP/2. */
  private static String connectionManager(String codec, String cluster) {
    return """
    {"name":"http","typed_config":{"@type":"%1$sfilters.network.http_connection_manager.v3\
    .HttpConnectionManager","stat_prefix":"%2$s","codec_type":"%3$s","upgrade_configs":\
    [{"upgrade_type":"websocket"}],"route_config":{"virtual_hosts":[{"name":"all","domains":\
    ["*"],"routes":[{"match":{"prefix":"/grpc"},"route":{"cluster":"streams","timeout":"0s"}},\
    {"match":{"prefix":"/"},"route":{"cluster":"%4$s","timeout":"0s"}}]}]},"http_filters":\
    [{"name":"router","typed_config":{"@type":"%1$sfilters.http.router.v3.Router"}}]}}\
    """
        .formatted(EXTENSIONS, NAME, codec, cluster);
  }

  private static String tcpProxy(String cluster, String more) {
    return """
    {"name":"tcp","typed_config":{"@type":"%sfilters.network.tcp_proxy.v3.TcpProxy",\
    "stat_prefix":"%s","cluster":"%s"%s}}\
    """
        .formatted(EXTENSIONS, NAME, cluster, more);
  }

  private static String cluster(String name, int port, String more) {
    return """
    {"name":"%1$s","type":"STATIC","load_assignment":{"cluster_name":"%1$s","endpoints":\
    [{"lb_endpoints":[{"endpoint":{"address":{"socket_address":{"address":"127.0.0.1",\
    "port_value":%2$d}}}}]}]}%3$s}\
    """
        .formatted(name, port, more);
  }

  private static String protocol(String name) {
    return """
    "typed_extension_protocol_options":{"envoy.extensions.upstreams.http.v3.HttpProtocolOptions":\
    {"@type":"%supstreams.http.v3.HttpProtocolOptions","explicit_http_config":\
    {"%s_protocol_options":{}}}}\
    """
        .formatted(EXTENSIONS, name);
  }

  /**
   * The static resources of another Envoy, which takes HTTP/1.1 and is the HTTP/3 client of this
   * port.
   */
  static String http3Client(int port) {
    String quic =
        """
        ,"transport_socket":{"name":"envoy.transport_sockets.quic","typed_config":{"@type":\
        "%stransport_sockets.quic.v3.QuicUpstreamTransport","upstream_tls_context":\
        {"sni":"gateway"}}},%s\
        """
            .formatted(EXTENSIONS, protocol("http3"));
    return """
    {"static_resources":{"listeners":[{"name":"%s","address":{"socket_address":{"address":\
    "127.0.0.1","port_value":0}},"filter_chains":[{"filters":[%s]}]}],"clusters":[%s]}}\
    """
        .formatted(NAME, connectionManager("AUTO", "gateway"), cluster("gateway", port, quic))
        .replace("\"cluster\":\"streams\"", "\"cluster\":\"gateway\"");
  }
}
