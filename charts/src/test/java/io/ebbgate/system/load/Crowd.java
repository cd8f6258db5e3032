package io.ebbgate.system.load;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Clients of one kind, each with a connection of its own and a request every {@code interval}. */
public record Crowd(Kind kind, int clients, Duration interval) {
  public Crowd {
    requireNonNull(kind);
    if (clients < 1 || !interval.isPositive()) {
      throw new IllegalArgumentException(clients + " clients every " + interval);
    }
  }

  /** {@code perSecond} requests a second spread over so many clients. */
  static Crowd of(Kind kind, double perSecond, double eachPerSecond) {
    int clients = Math.max(1, (int) Math.ceil(perSecond / eachPerSecond));
    return new Crowd(kind, clients, Duration.ofNanos((long) (clients * 1e9 / perSecond)));
  }

  /** Requests a second of all of them. */
  double perSecond() {
    return clients * 1e9 / interval.toNanos();
  }
}
