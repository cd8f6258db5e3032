package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the kubelet's calls reach the sidecar and the sidecar reaches Envoy. The kubelet takes
 * any answer for a success, so a call that is refused stops the gateway at once, without an event.
 */
final class WiringCheck {
  private WiringCheck() {}

  /** The first mismatch, as a sentence. */
  static Optional<String> problem(JsonNode pod, Injection injection) {
    Optional<JsonNode> sidecar = Tree.sidecar(pod);
    if (sidecar.isEmpty()) {
      return injection.mode() == Mode.AGENT
          ? Optional.of("the hook would call a sidecar that the pod lacks")
          : Optional.empty();
    }
    JsonNode gateway = Tree.named(pod.path("spec").path("containers"), injection.container());
    String token = variable(sidecar.get(), Env.TOKEN);
    return hook(gateway, Paths.DRAIN, token, pod)
        .or(() -> hook(sidecar.get(), Paths.TERMINATING, token, pod))
        .or(() -> held(pod, injection, token))
        .or(() -> taken(pod, sidecar.get()))
        .or(() -> unreachable(gateway, injection));
  }

  private static Optional<String> held(JsonNode pod, Injection injection, String token) {
    return injection.held().stream()
        .flatMap(name ->
            hook(
                Tree.named(pod.path("spec").path("containers"), name),
                Paths.HOLD + name,
                token,
                pod)
                .stream())
        .findFirst();
  }

  private static Optional<String> hook(
      JsonNode container, String path, String token, JsonNode pod) {
    String name = container.path("name").asText();
    JsonNode call = container.path("lifecycle").path("preStop").path("httpGet");
    JsonNode header = call.path("httpHeaders").path(0);
    if (token.isEmpty()
        || !call.path("path").asText().equals(path)
        || !header.path("name").asText().equals(Headers.TOKEN)
        || !header.path("value").asText().equals(token)) {
      return Optional.of("hook and sidecar would not know each other");
    }
    if (!call.path("port").isNumber()) {
      return Optional.of("the hook of " + name + " names its port");
    }
    if (call.path("port").asInt() != Ports.HOOK) {
      return Optional.of("the hook of " + name + " calls a port that is not the sidecar's");
    }
    return call.has("host") == pod.path("spec").path("hostNetwork").asBoolean()
        ? Optional.empty()
        : Optional.of("the hook of " + name + " needs a host exactly on the node's network");
  }

  /** All containers of a pod share its ports; the second one to bind does not start. */
  private static Optional<String> taken(JsonNode pod, JsonNode sidecar) {
    String control = variable(sidecar, Env.CONTROL_ADDRESS);
    List<String> needed = List.of(port(variable(sidecar, Env.HOOK_ADDRESS)), port(control));
    boolean onHost = pod.path("spec").path("hostNetwork").asBoolean();
    boolean sameHost = onHost || control.startsWith("$(");
    if (sameHost && Set.copyOf(needed).size() < needed.size()) {
      return Optional.of("hook and control port would both be " + port(control));
    }
    for (JsonNode container : Tree.containers(pod)) {
      if (container.equals(sidecar)) {
        continue;
      }
      for (JsonNode port : Tree.objects(container.path("ports"))) {
        Optional<String> number =
            Stream.of("containerPort", "hostPort")
                .filter(field -> onHost || field.equals("containerPort"))
                .map(field -> port.path(field).asText())
                .filter(needed::contains)
                .findFirst();
        boolean tcp = port.path("protocol").asText("TCP").equals("TCP");
        if (tcp && number.isPresent()) {
          return Optional.of(
              "container %s listens on %s, which the sidecar needs"
                  .formatted(container.path("name").asText(), number.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static String port(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }

  private static Optional<String> unreachable(JsonNode gateway, Injection injection) {
    boolean socketless =
        SharedSocket.isSocket(injection.admin())
            && SharedSocket.mount(gateway, injection).isEmpty();
    return socketless
        ? Optional.of(
            "container %s mounts no volume with %s"
                .formatted(injection.container(), injection.admin()))
        : Optional.empty();
  }

  private static String variable(JsonNode container, String name) {
    return Tree.named(container.path("env"), name).path("value").asText();
  }
}
