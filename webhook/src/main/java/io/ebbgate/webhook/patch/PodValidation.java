package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.contract.Containers;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the API server refuses in a pod, as far as a patch of ours could be the cause. */
final class PodValidation {
  private final ReviewBudget budget;

  private PodValidation(ReviewBudget budget) {
    this.budget = budget;
  }

  /** The first thing that it would refuse, as a sentence. */
  static Optional<String> problem(JsonNode pod, ReviewBudget budget) {
    return new PodValidation(budget).problem(pod);
  }

  private Optional<String> problem(JsonNode pod) {
    List<JsonNode> containers = Tree.containers(pod);
    List<JsonNode> volumes = Tree.objects(pod.path("spec").path("volumes"));
    Set<String> known = new HashSet<>();
    volumes.forEach(volume -> known.add(name(volume)));
    return twice(containers, PodValidation::name)
        .map(name -> "two containers are called " + name)
        .or(() -> twice(volumes, PodValidation::name).map(name -> "two volumes are called " + name))
        .or(() -> first(containers, this::repeated))
        .or(() -> first(containers, container -> hook(container, pod)))
        .or(() -> first(containers, container -> unresolved(container, known)));
  }

  private Optional<String> repeated(JsonNode container) {
    List<JsonNode> ports =
        Tree.objects(container.path("ports")).stream().filter(port -> port.has("name")).toList();
    List<JsonNode> mounts = Tree.objects(container.path("volumeMounts"));
    return twice(ports, PodValidation::name)
        .map(port -> "container %s has two ports called %s".formatted(name(container), port))
        .or(() ->
            twice(mounts, PodValidation::folder)
                .map(path ->
                    "container %s mounts two volumes at %s".formatted(name(container), path)));
  }

  private static Optional<String> hook(JsonNode container, JsonNode pod) {
    JsonNode hook = container.path("lifecycle").path("preStop");
    long handlers = hook.valueStream().filter(handler -> !handler.isNull()).count();
    if (hook.isObject() && handlers != 1) {
      String number = handlers == 0 ? "no handler" : "two handlers";
      return Optional.of("the preStop hook of %s has %s".formatted(name(container), number));
    }
    return hook.path("sleep").path("seconds").asLong() > Tree.grace(pod)
        ? Optional.of("the hook of " + name(container) + " sleeps longer than the pod's grace")
        : Optional.empty();
  }

  /** Of ours only: a template's mounts may be of volumes that its controller adds. */
  private static Optional<String> unresolved(JsonNode container, Set<String> volumes) {
    return name(container).equals(Containers.SIDECAR)
            && !Tree.objects(container.path("volumeMounts")).stream()
                .allMatch(mount -> volumes.contains(name(mount)))
        ? Optional.of("the sidecar mounts a volume that the pod lacks")
        : Optional.empty();
  }

  private Optional<String> first(
      List<JsonNode> containers, Function<JsonNode, Optional<String>> rule) {
    for (JsonNode container : containers) {
      budget.check();
      Optional<String> problem = rule.apply(container);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<String> twice(List<JsonNode> nodes, Function<JsonNode, String> key) {
    Set<String> seen = new HashSet<>();
    for (JsonNode node : nodes) {
      budget.check();
      String found = key.apply(node);
      if (!seen.add(found)) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static String name(JsonNode node) {
    return node.path("name").asText();
  }

  private static String folder(JsonNode mount) {
    String path = mount.path("mountPath").asText();
    return path.substring(0, endOf(path));
  }

  /** Where a path ends without the slashes at its end; of nothing but slashes one stays. */
  static int endOf(CharSequence path) {
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return end;
  }
}
