package io.ebbgate.core.switchover;

import io.ebbgate.core.verdict.Count;
import java.time.Duration;

/** One pod of the gateway, as it was seen last. */
public record GatewayPod(
    String name, Ability ability, Listener listener, Route route, Connections connections) {
  /** What it can do. */
  public sealed interface Ability {
    /** It closes connections of one listener. */
    record Closes() implements Ability {}

    /** It can't; {@code why} is a sentence. */
    record ClosesNone(String why) implements Ability {}

    /** It does not answer, or its sidecar does not run; {@code why} is a sentence. */
    record Silent(String why) implements Ability {}
  }

  /** What becomes of the listener's connections. */
  public sealed interface Listener {
    /** Clients are let in. */
    record Open() implements Listener {}

    /** It is to close them, and has not begun. */
    record Waiting() implements Listener {}

    /**
     * What comes is closed.
     *
     * @param remaining of those that were there first
     * @param working of these, that may have something in flight
     * @param kept how long it had been closed when they were counted
     */
    record KeptClosed(long remaining, long working, Duration kept) implements Listener {}

    /** Another switchover or operator keeps it closed. */
    record ClosedByAnother() implements Listener {}

    /** Unknown: it may be kept closed, for as long as it was asked to. */
    record Unknown() implements Listener {}

    /** Whether nothing of ours keeps clients out there. */
    default boolean isReleased() {
      return switch (this) {
        case Open(), ClosedByAnother() -> true;
        case Waiting(), KeptClosed _, Unknown() -> false;
      };
    }
  }

  /** Where the listener's route points to. */
  public enum Route {
    OLD,
    NEW,
    UNKNOWN
  }

  /**
   * Connections, as they were counted last.
   *
   * @param toOld of its Envoy to the old endpoint, of all listeners
   * @param others of them, that are known to be another listener's
   * @param toNew of its Envoy to the new endpoint, of all listeners
   * @param clients of this listener, as the kernel counts them
   */
  public record Connections(Count toOld, long others, Count toNew, Count clients) {
    /** Where they were not counted. */
    public static Connections unknown(String cause) {
      Count unknown = Count.unknown(cause);
      return new Connections(unknown, 0, unknown, unknown);
    }
  }

  boolean isClosed() {
    return ability instanceof Ability.Closes
        && listener instanceof Listener.KeptClosed(long remaining, long _, Duration _)
        && remaining == 0;
  }

  /** Whether some still had something in flight when it had been kept closed for that time. */
  boolean worksAfter(Duration time) {
    return listener instanceof Listener.KeptClosed(long _, long working, Duration kept)
        && working > 0
        && kept.compareTo(time) >= 0;
  }

  /** Whether some of the listener's clients were led to the old endpoint. */
  boolean isBehind() {
    return connections.toOld() instanceof Count.Known(long many) && many > connections.others();
  }

  /** Whether none of its Envoy's connections is at the old endpoint. */
  boolean hasLeft() {
    return connections.toOld().atMost(0);
  }

  /**
   * Whether clients of this listener, that have left the old endpoint, are at the new one: what
   * another listener has there is no proof.
   */
  boolean hasArrived() {
    Count none = Count.of(0);
    return connections.toNew().moreThan(none) && connections.clients().moreThan(none);
  }

  /** Whether clients are let in, and it can keep them out. */
  boolean canBeClosed() {
    return ability instanceof Ability.Closes && listener instanceof Listener.Open;
  }

  boolean isClosedByAnother() {
    return listener instanceof Listener.ClosedByAnother;
  }
}
