package io.ebbgate.webhook.audit;

import io.ebbgate.webhook.audit.PreStop.None;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/** Whether the times fit into each other. */
final class TimeChecks {
  /** Envoy's own default is 600 s; below this, ordinary uploads and streams are cut. */
  private static final Duration SHORT_UPDATE = Duration.ofSeconds(60);

  private TimeChecks() {}

  static CheckResult sleepOverGrace(Gateway gateway) {
    GatewayPod pod = gateway.pod();
    Optional<OwnDrain> own = OwnDrain.of(pod);
    Duration waited = pod.hook().fixedTime().orElse(Duration.ZERO);
    Duration exit = own.flatMap(OwnDrain::time).orElse(Duration.ZERO);
    if (waited.plus(exit).compareTo(pod.grace()) < 0 || waited.plus(exit).isZero()) {
      return CheckResult.passed();
    }
    Observation grace = pod.gracePlace();
    Observation sleep = new Observation(pod.hookPath(), "waits " + waited.toSeconds() + " s");
    if (exit.isZero()) {
      return CheckResult.found(sleep, grace);
    }
    Observation after =
        new Observation(
            own.get().seenBy().path(), own.get().program() + " takes " + exit.toSeconds() + " s");
    return waited.isZero()
        ? CheckResult.found(after, grace)
        : CheckResult.found(sleep, after, grace);
  }

  static CheckResult fixedDrain(Gateway gateway) {
    GatewayPod pod = gateway.pod();
    Optional<OwnDrain> fixed = OwnDrain.of(pod).filter(own -> own.time().isPresent());
    if (fixed.isPresent() && OwnDrain.isIncomplete(pod)) {
      return CheckResult.unknown("Istio fills in this template; its pods have the whole");
    }
    return fixed.isPresent() && pod.hook() instanceof None
        ? CheckResult.found(
            fixed.get().seenBy(),
            new Observation(
                fixed.get().program(),
                "stops after " + fixed.get().time().get().toSeconds() + " s"))
        : CheckResult.passed();
  }

  static CheckResult workOverDrain(Gateway gateway) {
    GatewayPod pod = gateway.pod();
    Optional<RouteTimeout> longest =
        gateway.routes().stream().max(Comparator.comparing(RouteTimeout::time));
    if (longest.isEmpty()) {
      return CheckResult.passed();
    }
    Duration time = longest.get().time();
    if (pod.grace().compareTo(time) < 0) {
      return CheckResult.found(longest.get().place(), pod.gracePlace());
    }
    Optional<Duration> fixed = pod.hook().fixedTime();
    return fixed.filter(wait -> wait.compareTo(time) < 0).isPresent()
        ? CheckResult.found(
            longest.get().place(),
            new Observation(pod.hookPath(), "waits " + fixed.get().toSeconds() + " s"))
        : CheckResult.passed();
  }

  static CheckResult updateDrainTime(Gateway gateway) {
    Optional<Observation> option = gateway.pod().arguments().drainTime();
    Optional<Duration> time = option.flatMap(EnvoyArguments::seconds);
    if (time.isEmpty()) {
      return CheckResult.passed();
    }
    Optional<RouteTimeout> longer =
        gateway.routes().stream()
            .filter(route -> route.time().compareTo(time.get()) > 0)
            .max(Comparator.comparing(RouteTimeout::time));
    Observation place =
        new Observation(option.get().path(), "--drain-time-s " + option.get().value());
    if (longer.isPresent()) {
      return CheckResult.found(place, longer.get().place());
    }
    return time.get().compareTo(SHORT_UPDATE) < 0 ? CheckResult.found(place) : CheckResult.passed();
  }
}
