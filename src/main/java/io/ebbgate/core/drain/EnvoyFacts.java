package io.ebbgate.core.drain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code /server_info}, {@code /listeners} and {@code /config_dump} say of the Envoy in front
 * of us.
 *
 * @param version empty where the text was none we know
 * @param strategy {@code --drain-strategy}
 * @param drainTime {@code --drain-time-s}
 * @param draining {@code /server_info} reports DRAINING: its health check was failed
 * @param changes before the listeners were read; empty where Envoy doesn't report them
 * @param restrictions as far as they are known
 */
public record EnvoyFacts(
    Optional<EnvoyVersion> version,
    Strategy strategy,
    Duration drainTime,
    boolean draining,
    List<ListenerFacts> listeners,
    Optional<ListenerChanges> changes,
    Restrictions restrictions) {
  /** {@code --drain-strategy}. */
  public enum Strategy {
    GRADUAL,
    IMMEDIATE
  }

  public EnvoyFacts {
    listeners = List.copyOf(listeners);
  }

  /** Facts of an Envoy of which no restriction is known. */
  public EnvoyFacts(
      Optional<EnvoyVersion> version,
      Strategy strategy,
      Duration drainTime,
      boolean draining,
      List<ListenerFacts> listeners,
      Optional<ListenerChanges> changes) {
    this(version, strategy, drainTime, draining, listeners, changes, Restrictions.NONE);
  }

  /** The same under these restrictions. */
  public EnvoyFacts under(Restrictions known) {
    return new EnvoyFacts(version, strategy, drainTime, draining, listeners, changes, known);
  }

  /** The same with what an earlier plan knows of listeners that only their statistics name. */
  public EnvoyFacts recognizedBy(Plan before) {
    return new EnvoyFacts(
        version,
        strategy,
        drainTime,
        draining,
        listeners.stream().map(before::recognized).toList(),
        changes,
        restrictions);
  }
}
