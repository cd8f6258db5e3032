package io.ebbgate.tool.cluster;

import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.LoadPlan;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which clients call a gateway, and how often.
 *
 * @param rate requests a second, together
 * @param sessions how long a session lasts that has an end
 * @param webSockets how many are open at once
 * @param brief whether only failures are kept of each request, for many of them
 */
public record LoadProfile(
    int rate, List<Kind> kinds, Duration sessions, int webSockets, boolean brief) {
  private static final int WEBSOCKETS = 8;

  public LoadProfile {
    kinds = List.copyOf(kinds);
    if (rate < LoadPlan.LEAST_RATE) {
      throw new IllegalArgumentException(rate + " requests a second");
    }
  }

  /** Every usual kind of client, at a rate that leaves a small machine time for the pods. */
  public static LoadProfile everything() {
    return new LoadProfile(
        300, List.copyOf(Kind.usual()), Duration.ofSeconds(4), WEBSOCKETS, false);
  }

  /** Plain HTTP as most gateways have it: the numbers that rivals are compared by. */
  public static LoadProfile baseline() {
    return everything()
        .of(Kind.KEEP_ALIVE, Kind.NEW_CONNECTION, Kind.IDLE, Kind.SLOW, Kind.HTTP2)
        .at(1_100);
  }

  /** Long work of every kind beside quick requests, most of it longer than hooks usually wait. */
  public static LoadProfile hard() {
    return new LoadProfile(
        200,
        List.of(
            Kind.KEEP_ALIVE,
            Kind.NEW_CONNECTION,
            Kind.IDLE,
            Kind.HTTP2,
            Kind.WEBSOCKET,
            Kind.LONG_ANSWER,
            Kind.GRPC,
            Kind.DATABASE,
            Kind.DATABASE_IDLE,
            Kind.HEALTH_CHECK),
        Duration.ofSeconds(45),
        200,
        false);
  }

  /** No client at all: of an idle gateway. */
  public static LoadProfile none() {
    return everything().of();
  }

  public LoadProfile of(Kind... some) {
    return new LoadProfile(rate, List.of(some), sessions, webSockets, brief);
  }

  public LoadProfile without(Kind... some) {
    Set<Kind> others = new TreeSet<>(kinds);
    List.of(some).forEach(others::remove);
    return new LoadProfile(rate, List.copyOf(others), sessions, webSockets, brief);
  }

  public LoadProfile at(int perSecond) {
    return new LoadProfile(perSecond, kinds, sessions, webSockets, brief);
  }

  /** With sessions of another length. */
  public LoadProfile lasting(Duration length) {
    return new LoadProfile(rate, kinds, length, webSockets, brief);
  }

  /** With nothing kept of requests that did not fail. */
  public LoadProfile keepingFailures() {
    return new LoadProfile(rate, kinds, sessions, webSockets, true);
  }
}
