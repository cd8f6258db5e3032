package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Paths;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at a patched pod as the API server will. A patch that doesn't apply, or leads to a pod that
 * is not valid, fails the request even under {@code failurePolicy: Ignore} (kubernetes#129459).
 */
public final class SelfCheck {
  private static final int LARGEST = 64 * 1024;

  private SelfCheck() {}

  /** What is wrong, in one sentence without a full stop, if anything is. */
  public static Optional<String> problem(ObjectNode original, Patch patch, Injection injection) {
    if (patch.operations().toString().length() > LARGEST) {
      return Optional.of("the patch is larger than 64 KiB");
    }
    if (!Applied.to(original, patch.operations()).equals(Optional.of(patch.patched()))) {
      return Optional.of("the patch does not lead to the pod it was made for");
    }
    JsonNode pod = patch.patched();
    return Kept.lost(original, pod, injection.container())
        .map(place -> "something of the pod would be lost at " + place)
        .or(() -> repeated(pod))
        .or(() -> hooks(pod))
        .or(() -> sidecar(pod, injection));
  }

  private static Optional<String> repeated(JsonNode pod) {
    Set<String> names = new HashSet<>();
    for (JsonNode container : Tree.containers(pod)) {
      if (!names.add(container.path("name").asText())) {
        return Optional.of("two containers are called " + container.path("name").asText());
      }
    }
    Set<String> volumes = new HashSet<>();
    for (JsonNode volume : pod.path("spec").path("volumes")) {
      if (!volumes.add(volume.path("name").asText())) {
        return Optional.of("two volumes are called " + volume.path("name").asText());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> hooks(JsonNode pod) {
    boolean hostNetwork = pod.path("spec").path("hostNetwork").asBoolean();
    for (JsonNode container : Tree.containers(pod)) {
      String name = container.path("name").asText();
      JsonNode hook = container.path("lifecycle").path("preStop");
      if (hook.size() > 1) {
        return Optional.of("the preStop hook of " + name + " has two handlers");
      }
      if (hook.path("sleep").path("seconds").asLong() > Tree.grace(pod)) {
        return Optional.of("the hook of " + name + " sleeps longer than the pod's grace");
      }
      boolean ours = Set.of(Paths.DRAIN, Paths.TERMINATING).contains(path(hook));
      if (ours && !hook.path("httpGet").path("port").isNumber()) {
        return Optional.of("the hook of " + name + " names its port");
      }
      if (ours && hook.path("httpGet").has("host") != hostNetwork) {
        return Optional.of("the hook of " + name + " needs a host exactly on the node's network");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> sidecar(JsonNode pod, Injection injection) {
    Optional<JsonNode> found =
        Tree.containers(pod).stream()
            .filter(each -> Containers.SIDECAR.equals(each.path("name").textValue()))
            .findFirst();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    JsonNode sidecar = found.get();
    String token = variable(sidecar, Env.TOKEN);
    List<String> headers =
        Tree.containers(pod).stream()
            .map(each -> each.path("lifecycle").path("preStop"))
            .filter(hook -> Set.of(Paths.DRAIN, Paths.TERMINATING).contains(path(hook)))
            .map(hook -> hook.at("/httpGet/httpHeaders/0/value").asText())
            .toList();
    if (token.isEmpty() || headers.size() != 2 || !headers.stream().allMatch(token::equals)) {
      return Optional.of("hook and sidecar would not know each other");
    }
    for (JsonNode mount : sidecar.path("volumeMounts")) {
      if (Tree.indexOf(pod.path("spec").path("volumes"), mount.path("name").asText()) < 0) {
        return Optional.of("the sidecar mounts a volume that the pod lacks");
      }
    }
    boolean socketless =
        AdminSocket.isSocket(injection.admin()) && sidecar.path("volumeMounts").size() < 2;
    return socketless
        ? Optional.of(
            "container %s mounts no volume with %s"
                .formatted(injection.container(), injection.admin()))
        : Optional.empty();
  }

  private static String path(JsonNode hook) {
    return hook.path("httpGet").path("path").asText();
  }

  private static String variable(JsonNode container, String name) {
    int index = Tree.indexOf(container.path("env"), name);
    return index < 0 ? "" : container.path("env").get(index).path("value").asText();
  }
}
