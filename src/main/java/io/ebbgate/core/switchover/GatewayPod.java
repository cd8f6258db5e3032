package io.ebbgate.core.switchover;

import io.ebbgate.core.verdict.Count;

/**
 * One pod of the gateway, as it was seen last.
 *
 * @param toOld connections of its Envoy to the old endpoint
 * @param others of them, that are known to be another listener's
 * @param toNew to the new one
 */
public record GatewayPod(
    String name,
    Ability ability,
    Listener listener,
    Route route,
    Count toOld,
    long others,
    Count toNew) {
  /** What it can do. */
  public sealed interface Ability {
    /** It closes connections of one listener. */
    record Closes() implements Ability {}

    /** It can't; {@code why} is a sentence. */
    record ClosesNone(String why) implements Ability {}

    /** It does not answer; {@code why} is a sentence. */
    record Silent(String why) implements Ability {}
  }

  /** What becomes of the listener's connections. */
  public sealed interface Listener {
    /** Clients are let in. */
    record Open() implements Listener {}

    /** What comes is closed; {@code remaining} of those that were there first are still there. */
    record KeptClosed(long remaining) implements Listener {}

    /** Another switchover or operator keeps it closed. */
    record ClosedByAnother() implements Listener {}

    /** Unknown: it may be kept closed, for as long as it was told to. */
    record Unknown() implements Listener {}
  }

  /** Where the listener's route points to. */
  public enum Route {
    OLD,
    NEW,
    UNKNOWN
  }

  boolean isClosed() {
    return listener instanceof Listener.KeptClosed(long remaining) && remaining == 0;
  }

  /** Nothing of ours is left there that keeps clients out. */
  boolean isReleased() {
    return switch (listener) {
      case Listener.Open(), Listener.ClosedByAnother() -> true;
      case Listener.KeptClosed _, Listener.Unknown() -> false;
    };
  }

  /** Whether some of the listener's clients were led to the old endpoint. */
  boolean isBehind() {
    return toOld instanceof Count.Known(long many) && many > others;
  }

  boolean isOpen() {
    return listener instanceof Listener.Open;
  }

  boolean isClosedByAnother() {
    return listener instanceof Listener.ClosedByAnother;
  }
}
