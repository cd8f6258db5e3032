package io.ebbgate.webhook.load;

import java.net.InetSocketAddress;
import java.util.Optional;

/** Where a gateway listens, by protocol; it may have no TLS and no TCP. */
public record GatewayPorts(
    InetSocketAddress http, Optional<InetSocketAddress> tls, Optional<InetSocketAddress> tcp) {
  /** One that speaks plain HTTP only. */
  public static GatewayPorts plain(InetSocketAddress http) {
    return new GatewayPorts(http, Optional.empty(), Optional.empty());
  }

  /** Where that kind of client connects, empty where the gateway has no port for it. */
  public Optional<InetSocketAddress> address(Kind kind) {
    return switch (kind) {
      case KEEP_ALIVE,
          NEW_CONNECTION,
          IDLE,
          SLOW,
          HTTP2,
          WEBSOCKET,
          LONG_ANSWER,
          GRPC,
          HEALTH_CHECK ->
          Optional.of(http);
      case TLS -> tls;
      case TCP, DATABASE, DATABASE_IDLE -> tcp;
    };
  }
}
