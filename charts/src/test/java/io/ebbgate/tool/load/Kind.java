package io.ebbgate.tool.load;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A way clients use a gateway; each meets a drain differently. */
public enum Kind {
  /** HTTP/1.1, one connection kept and busy: told by the next answer. */
  KEEP_ALIVE,
  /** HTTP/1.1, a connection for every request: meets listeners and endpoints. */
  NEW_CONNECTION,
  /** HTTP/1.1, a request every few seconds on a kept connection: told late. */
  IDLE,
  /** HTTP/1.1, answers that stream for three seconds: cut by any fixed wait that is shorter. */
  SLOW,
  /** HTTP/2 with prior knowledge, many streams on one connection: told by GOAWAY. */
  HTTP2,
  /** HTTP/1.1 over TLS, one connection kept and busy: told by the next answer. */
  TLS,
  /** WebSocket over HTTP/1.1: told by nothing, a drain has to wait for its end. */
  WEBSOCKET,
  /** Lines on a TCP connection: told by nothing as well. */
  TCP;

  /** The kind of that word. */
  static Optional<Kind> named(String word) {
    return Stream.of(values()).filter(kind -> kind.wireName().equals(word)).findFirst();
  }

  /** What is asked for. */
  String path() {
    return this == SLOW ? "/?" + Backend.DELAY + "=3s" : "/";
  }

  Transport dial() {
    return this == TLS ? Transport.TLS : Transport.PLAIN;
  }

  /** Whether an exchange is a whole conversation on a connection of its own. */
  boolean session() {
    return switch (this) {
      case WEBSOCKET, TCP -> true;
      case KEEP_ALIVE, NEW_CONNECTION, IDLE, SLOW, HTTP2, TLS -> false;
    };
  }

  /** Whether an answer comes at once, so that the time it takes says something of the gateway. */
  public boolean quick() {
    return this != SLOW && !session();
  }

  /** The word in reports, {@code keep_alive}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
