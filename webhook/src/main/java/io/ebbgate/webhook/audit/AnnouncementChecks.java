package io.ebbgate.webhook.audit;

import io.ebbgate.core.admission.Profile.Treatment;
import io.ebbgate.webhook.audit.PreStop.Exec;
import io.ebbgate.webhook.audit.PreStop.HttpGet;
import io.ebbgate.webhook.audit.PreStop.None;
import io.ebbgate.webhook.audit.PreStop.Ours;
import io.ebbgate.webhook.audit.PreStop.Sleep;
import io.ebbgate.webhook.audit.PreStop.TcpSocket;
import io.ebbgate.webhook.patch.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether clients are told, and when. */
final class AnnouncementChecks {
  private static final Duration ENVOYS_DRAIN_TIME = Duration.ofMinutes(10);
  private static final String FAIL = "/healthcheck/fail";
  private static final String DRAIN = "/drain_listeners";
  private static final String IMMEDIATE = "immediate";
  private static final String WSO2_STRATEGY = "--rtr.drain-strategy";

  /** Envoy Gateway's and Contour's, as their hooks' arguments. */
  private static final List<String> DELAYS =
      List.of("health-check-failure-delay", "healthcheck-failure-delay", "drain-delay");

  private AnnouncementChecks() {}

  static CheckResult none(Gateway gateway) {
    GatewayPod pod = gateway.pod();
    String path = pod.hookPath();
    if (OwnDrain.of(pod).isPresent()) {
      return CheckResult.passed();
    }
    return switch (pod.hook()) {
      case Sleep(Duration time) ->
          CheckResult.found(new Observation(path + ".sleep.seconds", "" + time.toSeconds()));
      case Exec(HookScript script) ->
          script.onlySleeps()
              ? CheckResult.found(new Observation(path + ".exec.command", last(script)))
              : CheckResult.passed();
      case None _, Ours _, HttpGet _, TcpSocket _ -> CheckResult.passed();
    };
  }

  private static String last(HookScript script) {
    return String.join(" ", script.commands().getLast().words());
  }

  static CheckResult gradual(Gateway gateway) {
    GatewayPod pod = gateway.pod();
    if (pod.profile().equals("wso2")) {
      return gradualOfWso2(pod);
    }
    if (!(pod.hook() instanceof Exec(HookScript script))
        || script.calls().stream().noneMatch(call -> call.post() && call.isTo(DRAIN))
        || script.calls().stream().anyMatch(call -> call.post() && call.isTo(FAIL))) {
      return CheckResult.passed();
    }
    EnvoyArguments arguments = pod.arguments();
    boolean visible = arguments.words().stream().anyMatch(word -> isEnvoy(word.value()));
    if (!visible && arguments.strategy().isEmpty()) {
      return CheckResult.unknown("Envoy's arguments are not in the pod");
    }
    return gradual(
        arguments.strategy(),
        arguments.drainTime(),
        script.sleep().orElse(pod.grace()),
        pod.containerPath("args"));
  }

  /** Its own options, or Envoy's beside its entrypoint. */
  private static boolean isEnvoy(String word) {
    return HookCommand.base(word).equals("envoy")
        || word.equals("-c")
        || word.equals("--config-path");
  }

  private static CheckResult gradualOfWso2(GatewayPod pod) {
    Optional<OwnDrain> own = OwnDrain.of(pod);
    if (own.isEmpty()) {
      return CheckResult.passed();
    }
    EnvoyArguments arguments = pod.arguments();
    return gradual(
        arguments.option(WSO2_STRATEGY),
        arguments.option("--rtr.drain-time-s"),
        own.get().time().orElse(pod.grace()),
        pod.containerPath("args"));
  }

  private static CheckResult gradual(
      Optional<Observation> strategy, Optional<Observation> time, Duration hold, String args) {
    if (strategy.filter(each -> each.value().equals(IMMEDIATE)).isPresent()) {
      return CheckResult.passed();
    }
    Duration drain = time.flatMap(EnvoyArguments::seconds).orElse(ENVOYS_DRAIN_TIME);
    if (drain.compareTo(hold) <= 0) {
      return CheckResult.passed();
    }
    long share = Math.max(1, Math.round(100.0 * hold.toSeconds() / drain.toSeconds() / 2));
    return CheckResult.found(
        strategy.orElseGet(() -> Observation.absent(args + " --drain-strategy")),
        time.orElseGet(() -> new Observation(args + " --drain-time-s", "600, Envoy's default")),
        new Observation(
            "drain",
            "%d s: %d %% of its responses tell clients".formatted(hold.toSeconds(), share)));
  }

  static CheckResult readinessFirst(Gateway gateway) {
    GatewayPod pod = gateway.pod();
    if (pod.product().profile().treatment() == Treatment.OWN_MANAGER) {
      return managersReadiness(pod);
    }
    if (pod.hook() instanceof Exec(HookScript script)) {
      Optional<HookCall> fail =
          script.calls().stream().filter(call -> call.post() && call.isTo(FAIL)).findFirst();
      if (fail.isPresent() && !script.sleepsBefore(FAIL)) {
        return CheckResult.found(
            new Observation(pod.hookPath() + ".exec.command", "POST " + fail.get().url()));
      }
    }
    return CheckResult.passed();
  }

  /** The manager's own hook fails readiness first, unless an argument delays it. */
  private static CheckResult managersReadiness(GatewayPod pod) {
    var containers = pod.spec().path("containers");
    int manager = Tree.indexOf(containers, "shutdown-manager");
    var command = containers.path(manager).at("/lifecycle/preStop/exec/command");
    if (command.isEmpty() || pod.hook() instanceof Ours) {
      return CheckResult.passed();
    }
    boolean delayed =
        command.valueStream().anyMatch(word -> DELAYS.stream().anyMatch(word.asText()::contains));
    return delayed
        ? CheckResult.passed()
        : CheckResult.found(
            new Observation(
                pod.specPath("containers[" + manager + "].lifecycle.preStop.exec.command"),
                String.join(" ", command.valueStream().map(word -> word.asText()).toList())));
  }
}
