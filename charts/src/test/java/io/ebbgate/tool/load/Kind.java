package io.ebbgate.tool.load;

import io.ebbgate.core.contract.WireName;

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
  TCP;

  /** The path that is requested. */
  String path() {
    return this == SLOW ? "/?" + Backend.DELAY + "=3s" : "/";
  }

  Transport transport() {
    return this == TLS ? Transport.TLS : Transport.PLAIN;
  }

  /** Whether an exchange is a whole conversation on a connection of its own. */
  boolean session() {
    return switch (this) {
      case WEBSOCKET, TCP -> true;
      case KEEP_ALIVE, NEW_CONNECTION, IDLE, SLOW, HTTP2, TLS -> false;
    };
  }

  /** Whether an answer comes at once, so that its time measures the gateway. */
  public boolean quick() {
    return this != SLOW && !session();
  }

  /** As it is written in reports, {@code keep_alive}. */
  public String wireName() {
    return WireName.of(this);
  }
}
