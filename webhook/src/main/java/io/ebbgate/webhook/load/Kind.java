package io.ebbgate.webhook.load;

import io.ebbgate.core.contract.WireName;
import java.util.EnumSet;
import java.util.Set;

/** A way clients use a gateway; each learns of a drain differently. */
public enum Kind {
  /** HTTP/1.1, one connection kept and busy: learns of a drain from the next answer. */
  KEEP_ALIVE,
  /** HTTP/1.1, a connection for every request: depends on listeners and endpoints. */
  NEW_CONNECTION,
  /** HTTP/1.1, a request every few seconds on a kept connection: learns of a drain late. */
  IDLE,
  /** HTTP/1.1, answers that stream for three seconds: cut by any fixed wait that is shorter. */
  SLOW,
  /** HTTP/2 with prior knowledge, many streams on one connection: learns of a drain from GOAWAY. */
  HTTP2,
  /** HTTP/1.1 over TLS, one connection kept and busy: learns of a drain from the next answer. */
  TLS,
  /** WebSocket over HTTP/1.1: learns of no drain, which has to wait for its end. */
  WEBSOCKET,
  /** Lines on a TCP connection: learns of no drain either. */
  TCP,
  /** HTTP/1.1, an answer that comes at once after twenty seconds of silence. */
  LONG_ANSWER,
  /** gRPC, streams of forty seconds from the server, several on one connection. */
  GRPC,
  /** A database session: a query every second on a TCP connection that has no end. */
  DATABASE,
  /** A database session in a pool: one query, and then silence without an end. */
  DATABASE_IDLE,
  /** A load balancer's check: a request on a connection of its own every five seconds. */
  HEALTH_CHECK;

  /** Query parameter that asks this project's own backends for a slow answer; a duration. */
  public static final String DELAY = "delay";

  /** Query parameter that asks them for an answer that comes at once after that long. */
  public static final String SILENCE = "silence";

  /** Where they answer gRPC messages, with gRPC's status at the end. */
  public static final String GRPC_PATH = "/grpc/stream";

  /** Those that every gateway has to serve; the others are long work. */
  public static Set<Kind> usual() {
    return EnumSet.range(KEEP_ALIVE, TCP);
  }

  /** Whether an exchange is a whole conversation on a connection of its own. */
  boolean session() {
    return switch (this) {
      case WEBSOCKET, TCP, DATABASE, DATABASE_IDLE -> true;
      case KEEP_ALIVE, NEW_CONNECTION, IDLE, SLOW, HTTP2, TLS, LONG_ANSWER, GRPC, HEALTH_CHECK ->
          false;
    };
  }

  /** Whether a session lasts until it is cut, so that it fits into no budget. */
  public boolean endless() {
    return this == DATABASE || this == DATABASE_IDLE;
  }

  /** Whether an answer comes at once, so that its time measures the gateway. */
  public boolean quick() {
    return switch (this) {
      case KEEP_ALIVE, NEW_CONNECTION, IDLE, HTTP2, TLS, HEALTH_CHECK -> true;
      case SLOW, WEBSOCKET, TCP, LONG_ANSWER, GRPC, DATABASE, DATABASE_IDLE -> false;
    };
  }

  /** As it is written in reports, {@code keep_alive}. */
  public String wireName() {
    return WireName.of(this);
  }
}
