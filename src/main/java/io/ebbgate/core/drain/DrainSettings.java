package io.ebbgate.core.drain;

import io.ebbgate.core.config.CloseListeners;
import io.ebbgate.core.config.ForceClose;
import io.ebbgate.core.config.HoldUntil;
import io.ebbgate.core.config.StopOrder;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of a drain, typed ({@link io.ebbgate.core.contract.Setting} has names, defaults and
 * meanings). No duration is negative.
 *
 * @param unreadyAfter empty is {@code auto}
 * @param backgroundConnections new connections a second that aren't clients, from 0
 * @param exitConnections at most this many left count as none, from 0
 * @param maxGrace empty is {@code none}
 * @param spread over it {@code forceClose} closes, evenly
 * @param stopOrder what stops after the gateway
 */
public record DrainSettings(
    Duration drainTimeout,
    Duration minDrain,
    Duration quietPeriod,
    Duration maxAnnounce,
    HoldUntil holdUntil,
    Duration idleLinger,
    Optional<Duration> unreadyAfter,
    double backgroundConnections,
    CloseListeners closeListeners,
    long exitConnections,
    Optional<Duration> maxGrace,
    ForceClose forceClose,
    Duration spread,
    Duration gatewayExit,
    StopOrder stopOrder) {
  /** How long a container of {@code stop-order} gets to exit; 20 to 100 ms were measured. */
  private static final Duration EXIT = Duration.ofSeconds(1);

  public DrainSettings {
    if (!(backgroundConnections >= 0) || exitConnections < 0) {
      throw new IllegalArgumentException("background-connections and exit-connections are from 0");
    }
  }

  /** The same where connections can't be closed by force. */
  public DrainSettings withoutForceClose() {
    return new DrainSettings(
        drainTimeout,
        minDrain,
        quietPeriod,
        maxAnnounce,
        holdUntil,
        idleLinger,
        unreadyAfter,
        backgroundConnections,
        closeListeners,
        exitConnections,
        maxGrace,
        ForceClose.OFF,
        spread,
        gatewayExit,
        stopOrder);
  }

  /** The time that the containers of {@code stop-order} need after the gateway. */
  public Duration stopOrderExit() {
    return Duration.ofNanos(EXIT.toNanos() * stopOrder.stops().size());
  }
}
