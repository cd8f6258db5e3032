package io.ebbgate.core.drain;

import io.ebbgate.core.config.CloseListeners;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Facts that tests of this package start from. */
final class DrainTesting {
  static final DrainSettings DEFAULTS =
      new DrainSettings(
          Duration.ofMinutes(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Optional.empty(),
          0,
          new CloseListeners.AtEnd(),
          0,
          Optional.empty(),
          Duration.ofSeconds(1),
          Duration.ZERO);

  static final DrainTerms DELETION = terms(Trigger.DELETION, DEFAULTS, Duration.ofSeconds(90));

  /** An Envoy without clients. */
  static final DrainRun.World IDLE = now -> new Observation.Answered(now, reading(0, 0, 100, 1000));

  private DrainTesting() {}

  static long s(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  static long ms(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  static DrainSettings closing(CloseListeners when) {
    return new DrainSettings(
        DEFAULTS.drainTimeout(),
        DEFAULTS.minDrain(),
        DEFAULTS.quietPeriod(),
        DEFAULTS.maxAnnounce(),
        DEFAULTS.idleLinger(),
        DEFAULTS.unreadyAfter(),
        0,
        when,
        0,
        Optional.empty(),
        DEFAULTS.gatewayExit(),
        Duration.ZERO);
  }

  static DrainSettings unready(Duration after) {
    return new DrainSettings(
        DEFAULTS.drainTimeout(),
        DEFAULTS.minDrain(),
        DEFAULTS.quietPeriod(),
        DEFAULTS.maxAnnounce(),
        DEFAULTS.idleLinger(),
        Optional.of(after),
        0,
        DEFAULTS.closeListeners(),
        0,
        Optional.empty(),
        DEFAULTS.gatewayExit(),
        Duration.ZERO);
  }

  static DrainSettings timed(Duration timeout, Duration min, Duration quiet, Duration linger) {
    return new DrainSettings(
        timeout,
        min,
        quiet,
        Duration.ofSeconds(15),
        linger,
        Optional.empty(),
        0,
        new CloseListeners.AtEnd(),
        0,
        Optional.empty(),
        Duration.ofSeconds(1),
        Duration.ZERO);
  }

  static ListenerFacts http(String name, int port) {
    return listener(name, port, ListenerFacts.Protocol.HTTP, false);
  }

  static ListenerFacts listener(
      String name, int port, ListenerFacts.Protocol protocol, boolean modifyOnly) {
    return new ListenerFacts(
        name,
        "0.0.0.0:" + port,
        port,
        "0.0.0.0_" + port,
        protocol,
        ListenerFacts.Direction.UNSPECIFIED,
        modifyOnly,
        Set.of("ingress"),
        ListenerFacts.DEFAULT_DRAIN_TIMEOUT,
        ListenerFacts.DEFAULT_DELAYED_CLOSE);
  }

  static EnvoyFacts envoy(
      String version,
      EnvoyFacts.Strategy strategy,
      Duration drainTime,
      ListenerFacts... listeners) {
    return new EnvoyFacts(
        EnvoyVersion.parse(version),
        strategy,
        drainTime,
        false,
        List.of(listeners),
        Optional.empty());
  }

  static Plan immediatePlan() {
    return Planner.plan(
        envoy(
            "1.40.0", EnvoyFacts.Strategy.IMMEDIATE, Duration.ofSeconds(45), http("ingress", 8080)),
        Set.of());
  }

  static DrainTerms terms(Trigger trigger, DrainSettings settings, Duration grace) {
    Budget budget =
        switch (trigger) {
          case RESTART -> Budget.ofRestart(settings, grace);
          case DELETION, CONTROL -> Budget.ofDeletion(settings, grace);
        };
    return new DrainTerms(trigger, 0, settings, budget, immediatePlan(), List.of(), false);
  }

  static Reading reading(long connections, long requests, long accepted, long begun) {
    return new Reading(
        Count.of(connections),
        Count.of(requests),
        Count.of(0),
        Count.of(accepted),
        Count.of(begun),
        Optional.empty());
  }
}
