package io.ebbgate.core.drain;

import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Facts that tests of this package start from. */
final class DrainTesting {
  static final DrainSettings DEFAULTS = settings(Map.of());

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

  /** The defaults but for these, as the environment and annotations write them. */
  static DrainSettings settings(Map<Setting, String> changed) {
    Map<String, String> texts = new HashMap<>();
    changed.forEach((setting, text) -> texts.put(setting.wireName(), text));
    return SettingsText.read(new SettingReader(texts), Setting::wireName);
  }

  /** A deletion with a grace of 90 s and one setting that is not the default. */
  static DrainTerms deletion(Setting setting, String text) {
    return terms(Trigger.DELETION, settings(Map.of(setting, text)), Duration.ofSeconds(90));
  }

  static ListenerFacts http(String name, int port) {
    return listener(name, port, ListenerFacts.Protocol.HTTP, false);
  }

  static ListenerFacts listener(
      String name, int port, ListenerFacts.Protocol protocol, boolean modifyOnly) {
    return listener(name, port, protocol, ListenerFacts.Direction.UNSPECIFIED, modifyOnly);
  }

  static ListenerFacts listener(
      String name,
      int port,
      ListenerFacts.Protocol protocol,
      ListenerFacts.Direction direction,
      boolean modifyOnly) {
    return new ListenerFacts(
        name,
        "0.0.0.0:" + port,
        port,
        "0.0.0.0_" + port,
        protocol,
        direction,
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

  /** The plan for an Envoy that reports changes of its listeners. */
  static Plan changedPlan(long changed, long draining, ListenerFacts... listeners) {
    return Planner.plan(
        new EnvoyFacts(
            Optional.empty(),
            EnvoyFacts.Strategy.IMMEDIATE,
            Duration.ofSeconds(45),
            false,
            List.of(listeners),
            Optional.of(new ListenerChanges(changed, draining, 0))),
        Set.of());
  }

  static Plan immediatePlan() {
    return Planner.plan(
        envoy(
            "1.40.0", EnvoyFacts.Strategy.IMMEDIATE, Duration.ofSeconds(45), http("ingress", 8080)),
        Set.of());
  }

  static Plan gradualPlan() {
    return Planner.plan(
        envoy("1.40.0", EnvoyFacts.Strategy.GRADUAL, Duration.ofMinutes(10), http("ingress", 8080)),
        Set.of());
  }

  static DrainTerms terms(Trigger trigger, DrainSettings settings, Duration grace) {
    Budget budget =
        switch (trigger) {
          case RESTART -> Budget.ofRestart(settings, grace);
          case DELETION, CONTROL -> Budget.ofDeletion(settings, grace);
        };
    return new DrainTerms(
        trigger, 0, settings, budget, immediatePlan(), List.of(), Duration.ZERO, List.of(), false);
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
