package io.ebbgate.system.load;

import java.util.Locale;

/** A way clients use a gateway; each meets a drain differently. */
public enum Kind {
  /** HTTP/1.1, one connection kept and busy: told by the next answer. */
  KEEP_ALIVE("/"),
  /** HTTP/1.1, a connection for every request: meets listeners and endpoints. */
  NEW_CONNECTION("/"),
  /** HTTP/1.1, a request every few seconds on a kept connection: told late. */
  IDLE("/"),
  /** HTTP/1.1, answers that stream for three seconds: cut by any fixed wait that is shorter. */
  SLOW("/?" + Backend.DELAY + "=3s"),
  /** HTTP/2 with prior knowledge, many streams on one connection: told by GOAWAY. */
  HTTP2("/");

  private final String path;

  Kind(String path) {
    this.path = path;
  }

  /** What is asked for. */
  String path() {
    return path;
  }

  /** The word in reports, {@code keep_alive}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
