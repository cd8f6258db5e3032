package io.ebbgate.webhook.audit;

import io.ebbgate.webhook.audit.PreStop.None;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether the times fit into each other. */
final class TimeChecks {
  /** Envoy's own default is 600 s; below this, ordinary uploads and streams are cut. */
  private static final Duration SHORT_UPDATE = Duration.ofSeconds(60);

  private static final String INCOMPLETE = "Istio fills in this template; its pods have the whole";

  private TimeChecks() {}

  static CheckResult sleepOverGrace(Gateway gateway) {
    GatewayPod pod = gateway.pod();
    Optional<OwnDrain> own = OwnDrain.of(pod);
    Duration waited = pod.hook().fixedTime().orElse(Duration.ZERO);
    Duration exit = own.flatMap(OwnDrain::time).orElse(Duration.ZERO);
    if (waited.plus(exit).compareTo(pod.grace()) < 0 || waited.plus(exit).isZero()) {
      return CheckResult.passed();
    }
    if (waited.compareTo(pod.grace()) < 0 && OwnDrain.isIncomplete(pod)) {
      return CheckResult.unknown(INCOMPLETE);
    }
    List<Observation> evidence = new ArrayList<>(times(pod));
    evidence.add(pod.gracePlace());
    return CheckResult.of(evidence);
  }

  /** The fixed time of its hook, and of its own program after it. */
  private static List<Observation> times(GatewayPod pod) {
    List<Observation> times = new ArrayList<>();
    pod.hook()
        .fixedTime()
        .map(time -> new Observation(pod.hookPath(), "waits " + time.toSeconds() + " s"))
        .ifPresent(times::add);
    OwnDrain.of(pod)
        .ifPresent(own ->
            own.time()
                .map(time ->
                    new Observation(
                        own.seenBy().path(), own.program() + " takes " + time.toSeconds() + " s"))
                .ifPresent(times::add));
    return times;
  }

  static CheckResult fixedDrain(Gateway gateway) {
    GatewayPod pod = gateway.pod();
    Optional<OwnDrain> fixed = OwnDrain.of(pod).filter(own -> own.time().isPresent());
    if (fixed.isPresent() && OwnDrain.isIncomplete(pod)) {
      return CheckResult.unknown(INCOMPLETE);
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
    if (fixedTime(pod).filter(fixed -> fixed.compareTo(time) < 0).isEmpty()) {
      return CheckResult.passed();
    }
    if (OwnDrain.isIncomplete(pod)) {
      return CheckResult.unknown(INCOMPLETE);
    }
    List<Observation> evidence = new ArrayList<>(List.of(longest.get().place()));
    evidence.addAll(times(pod));
    return CheckResult.of(evidence);
  }

  /** Of a hook and what follows it; empty where either ends with the connections. */
  private static Optional<Duration> fixedTime(GatewayPod pod) {
    Optional<Duration> hook = pod.hook().fixedTime();
    Optional<OwnDrain> own = OwnDrain.of(pod);
    return own.isEmpty() ? hook : hook.flatMap(wait -> own.get().time().map(wait::plus));
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
