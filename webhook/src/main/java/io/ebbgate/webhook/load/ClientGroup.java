package io.ebbgate.webhook.load;

import java.time.Duration;

/** Clients of one kind, each with a connection of its own and a request every {@code interval}. */
public record ClientGroup(Kind kind, int clients, Duration interval) {
  /** From the end of a session to the next, so that a late end delays nothing. */
  private static final Duration BETWEEN_SESSIONS = Duration.ofSeconds(1);

  public ClientGroup {
    if (clients < 1 || !interval.isPositive()) {
      throw new IllegalArgumentException(clients + " clients every " + interval);
    }
  }

  /** {@code perSecond} requests a second, spread over as many clients as that takes. */
  static ClientGroup of(Kind kind, double perSecond, double eachPerSecond) {
    int clients = Math.max(1, (int) Math.ceil(perSecond / eachPerSecond));
    return new ClientGroup(kind, clients, Duration.ofNanos((long) (clients * 1e9 / perSecond)));
  }

  /** The same with sessions of that length; other kinds have none. */
  ClientGroup sessions(Duration length) {
    return kind.session() ? new ClientGroup(kind, clients, length.plus(BETWEEN_SESSIONS)) : this;
  }

  /** Requests a second of all of them. */
  double perSecond() {
    return clients * 1e9 / interval.toNanos();
  }
}
