package io.ebbgate.core.drain;

/**
 * The kernel's view of all counted listeners.
 *
 * @param http of the listeners whose connections are all HTTP, so that Envoy counts their requests
 * @param other of the others, whose connections may carry anything
 */
public record Sockets(SocketCounts http, SocketCounts other) {
  SocketCounts all() {
    return http.plus(other);
  }

  /** Whether it says how long each connection has been idle. */
  boolean timed() {
    return http.timed() && other.timed();
  }
}
