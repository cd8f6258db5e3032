package io.ebbgate.system.protocol;

import static io.ebbgate.system.protocol.GatewayListener.HTTP;
import static io.ebbgate.system.protocol.GatewayListener.HTTP3;
import static io.ebbgate.system.protocol.GatewayListener.PASSTHROUGH;
import static io.ebbgate.system.protocol.GatewayListener.TCP;
import static io.ebbgate.system.protocol.GatewayListener.TCP_CHECKED;
import static io.ebbgate.system.protocol.GatewayListener.TLS;

import io.ebbgate.core.drain.EnvoyVersion;

/**
 * One use of a gateway at the time of a drain; each is a row of the table in {@code docs/drain.md}.
 */
enum ProtocolCase {
  HTTP1_BUSY("HTTP/1.1", Words.BUSY, HTTP, 1, 3, Http1Clients.busy(ClientSession::connect)),
  HTTP1_IDLE("HTTP/1.1", "idle", HTTP, 0, 0, Http1Clients.idle(ClientSession::connect)),
  HTTP1_UPLOAD("HTTP/1.1", "an upload of 6 s, half done", HTTP, 1, 6, Http1Clients::upload),
  HTTP1_LONG("HTTP/1.1", "a response after 20 s", HTTP, 1, 20, response(20)),
  HTTP1_BEYOND("HTTP/1.1", "a response after the deadline", HTTP, 1, Length.BEYOND, response(60)),
  HTTP1_DOWNLOAD("HTTP/1.1", "a download of 8 s, begun", HTTP, 1, 8, Http1Clients.download(8)),
  EVENTS("server-sent events", "12 s more", HTTP, 1, 12, Http1Clients.events(12)),
  EVENTS_BEYOND(
      "server-sent events", "without an end", HTTP, 1, Length.BEYOND, Http1Clients.events(60)),
  HTTP2_BUSY("HTTP/2", Words.BUSY, HTTP, 1, 3, Http2Clients::busy),
  HTTP2_IDLE("HTTP/2", "idle", HTTP, 0, 0, Http2Clients::idle),
  GRPC_SERVER(
      "gRPC",
      "a stream from the server of 8 s, begun",
      HTTP,
      1,
      8,
      session -> Http2Clients.serverStream(session, 8)),
  GRPC_CALLS(
      "gRPC",
      "the same of 12 s, with calls beside it",
      HTTP,
      1,
      12,
      session -> Http2Clients.serverStreamAndCalls(session, 12)),
  GRPC_BOTH(
      "gRPC",
      "a bidirectional stream of 12 s, begun",
      HTTP,
      1,
      12,
      session -> Http2Clients.bidirectionalStream(session, 12)),
  GRPC_BEYOND(
      "gRPC",
      "a stream without an end",
      HTTP,
      1,
      Length.BEYOND,
      session -> Http2Clients.serverStream(session, 60)),
  WEBSOCKET("WebSocket", "messages for 12 s", HTTP, 1, 12, SessionClients.webSocket(12)),
  WEBSOCKET_BEYOND(
      "WebSocket", "without an end", HTTP, 1, Length.BEYOND, SessionClients.webSocket(60)),
  TLS_BUSY(
      "TLS, ended by Envoy", Words.BUSY, TLS, 1, 3, Http1Clients.busy(ClientSession::connectTls)),
  TLS_IDLE("TLS, ended by Envoy", "idle", TLS, 0, 0, Http1Clients.idle(ClientSession::connectTls)),
  PASSTHROUGH_BUSY(
      "TLS, passed through",
      "a response after 12 s, then closed",
      PASSTHROUGH,
      1,
      12,
      Http1Clients.lastResponse(ClientSession::connectTls, 12)),
  PASSTHROUGH_IDLE(
      "TLS, passed through",
      "idle",
      PASSTHROUGH,
      0,
      Length.UNSEEN,
      Http1Clients.idle(ClientSession::connectTls)),
  TCP_DOWNLOAD("TCP", "a download of 12 s", TCP, 1, 12, SessionClients.download(12)),
  TCP_BEYOND(
      "TCP", "a download without an end", TCP, 1, Length.BEYOND, SessionClients.download(60)),
  TCP_DRAINED(
      "database session with `check_drain_close`",
      "queries of 2 s without a pause",
      TCP_CHECKED,
      1,
      2,
      SessionClients.queries(2000)),
  DATABASE_IDLE("database session", "idle", TCP, 0, Length.UNSEEN, SessionClients::idle),
  DATABASE_QUERY(
      "database session", "a query of 12 s, then closed", TCP, 1, 12, SessionClients.query(12)),
  DATABASE_BUSY(
      "database session",
      "queries without a pause",
      TCP,
      1,
      Length.BEYOND,
      SessionClients.queries(300)),
  HTTP3_BUSY("HTTP/3", Words.BUSY, HTTP3, 1, 3, Http3Clients::busy),
  HTTP3_DOWNLOAD(
      "HTTP/3",
      "a download of 8 s, begun",
      HTTP3,
      1,
      8,
      session -> Http3Clients.download(session, 8)),
  HTTP3_IDLE("HTTP/3", "idle", HTTP3, 0, 0, Http3Clients::idle);

  private static final class Words {
    static final String BUSY = "requests without a pause, the last of 3 s";
  }

  /** Lengths of what has no end of its own within the hold, in seconds. */
  private static final class Length {
    static final int BEYOND = 60;

    /** Idle, but statistics don't show it. */
    static final int UNSEEN = 30;
  }

  private final String protocol;
  private final String use;
  private final GatewayListener listener;
  private final int requests;
  private final int seconds;

  @SuppressWarnings("ImmutableEnumChecker") // It has no state: each use makes its connection.
  private final Client client;

  ProtocolCase(
      String protocol,
      String use,
      GatewayListener listener,
      int requests,
      int seconds,
      Client client) {
    this.protocol = protocol;
    this.use = use;
    this.listener = listener;
    this.requests = requests;
    this.seconds = seconds;
    this.client = client;
  }

  private static Client response(int seconds) {
    return Http1Clients.response(ClientSession::connect, seconds);
  }

  /** Whether an Envoy of this version has what it needs. */
  boolean possibleWith(EnvoyVersion version) {
    return listener != TCP_CHECKED || version.atLeast(1, 39);
  }

  /** The first two cells of its row. */
  String cells() {
    return "| " + protocol + " | " + use + " | ";
  }

  GatewayListener listener() {
    return listener;
  }

  /** How many requests are in flight when the hook comes. */
  int requests() {
    return requests;
  }

  /** How long there is work after the hook, about. */
  int seconds() {
    return seconds;
  }

  Client client() {
    return client;
  }
}
