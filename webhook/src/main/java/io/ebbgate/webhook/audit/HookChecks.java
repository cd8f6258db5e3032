package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.webhook.audit.PreStop.Exec;
import io.ebbgate.webhook.audit.PreStop.HttpGet;
import io.ebbgate.webhook.audit.PreStop.None;
import io.ebbgate.webhook.audit.PreStop.Ours;
import io.ebbgate.webhook.audit.PreStop.Sleep;
import io.ebbgate.webhook.audit.PreStop.TcpSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether there is a hook, and whether it can work. */
final class HookChecks {
  /** Paths of Envoy's admin interface that only take POST. */
  private static final List<String> MUTATING =
      List.of("/healthcheck/fail", "/drain_listeners", "/quitquitquit");

  private HookChecks() {}

  static CheckResult noHook(Gateway gateway) {
    GatewayPod pod = gateway.pod();
    boolean none = pod.hook() instanceof None;
    boolean drains = OwnDrain.of(pod).isPresent() || OwnDrain.isOff(pod);
    return none && !drains
        ? CheckResult.found(Observation.absent(pod.hookPath()), pod.gracePlace())
        : CheckResult.passed();
  }

  static CheckResult getHook(Gateway gateway) {
    String path = gateway.pod().hookPath();
    return switch (gateway.pod().hook()) {
      case HttpGet(String url, JsonNode _, String _) ->
          MUTATING.stream().anyMatch(url::startsWith)
              ? CheckResult.found(new Observation(path + ".httpGet.path", url))
              : CheckResult.passed();
      case Exec(HookScript script) ->
          CheckResult.of(
              script.calls().stream()
                  .filter(call -> !call.post() && MUTATING.stream().anyMatch(call::isTo))
                  .map(HookCall::url)
                  .map(url -> new Observation(path + ".exec.command", "GET " + url))
                  .toList());
      case None _, Ours _, Sleep _, TcpSocket _ -> CheckResult.passed();
    };
  }

  static CheckResult port(Gateway gateway) {
    if (!(gateway.pod().hook() instanceof HttpGet(String _, JsonNode port, String _))
        || !port.isTextual()
        || isNumber(port.asText())) {
      return CheckResult.passed();
    }
    boolean own =
        gateway
            .pod()
            .container()
            .path("ports")
            .valueStream()
            .anyMatch(each -> each.path("name").asText().equals(port.asText()));
    return own
        ? CheckResult.passed()
        : CheckResult.found(
            new Observation(gateway.pod().hookPath() + ".httpGet.port", port.asText()));
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  static CheckResult program(Gateway gateway) {
    if (!(gateway.pod().hook() instanceof Exec(HookScript script))) {
      return CheckResult.passed();
    }
    String image = gateway.pod().container().path("image").asText();
    ImagePrograms known = ImagePrograms.of(image);
    List<Observation> missing = new ArrayList<>();
    boolean unknown = false;
    for (String program : script.programs()) {
      Optional<Boolean> has = known.has(program);
      unknown |= has.isEmpty();
      if (has.filter(there -> !there).isPresent()) {
        missing.add(new Observation(gateway.pod().hookPath() + ".exec.command", program));
      }
    }
    if (!missing.isEmpty()) {
      missing.add(new Observation(gateway.pod().containerPath("image"), image));
    }
    return missing.isEmpty() && unknown && known instanceof ImagePrograms.Unknown
        ? CheckResult.unknown("the programs of image " + image + " are not known")
        : CheckResult.of(missing);
  }

  static CheckResult hostNetwork(Gateway gateway) {
    return gateway.pod().hostNetwork()
            && gateway.pod().hook() instanceof HttpGet(String _, JsonNode _, String host)
            && host.isEmpty()
        ? CheckResult.found(
            new Observation(gateway.pod().specPath("hostNetwork"), "true"),
            Observation.absent(gateway.pod().hookPath() + ".httpGet.host"))
        : CheckResult.passed();
  }

  static CheckResult socket(Gateway gateway) {
    return gateway.pod().hook() instanceof TcpSocket
        ? CheckResult.found(new Observation(gateway.pod().hookPath(), "tcpSocket"))
        : CheckResult.passed();
  }

  static CheckResult adminOff(Gateway gateway) {
    return OwnDrain.isOff(gateway.pod())
        ? CheckResult.found(OwnDrain.adminPlace(gateway.pod()))
        : CheckResult.passed();
  }

  static CheckResult adminPaths(Gateway gateway) {
    List<Observation> forbidden = new ArrayList<>();
    for (Bootstrap each : gateway.bootstraps()) {
      Optional<List<String>> paths = AllowedAdminPaths.forbidden(each.tree());
      if (paths.isEmpty()) {
        return CheckResult.unknown("allow_paths has a matcher that is not evaluated");
      }
      if (!paths.get().isEmpty()) {
        forbidden.add(
            new Observation(
                each.path() + " admin.allow_paths", "forbids " + String.join(", ", paths.get())));
      }
    }
    return CheckResult.of(forbidden);
  }
}
