package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Containers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reading a pod's raw tree. */
public final class Tree {
  /** What the API server fills in where nothing is set. */
  public static final long DEFAULT_GRACE = 30;

  private Tree() {}

  /** Where in a list the object of that name is, or -1; in what is no list there is none. */
  public static int indexOf(JsonNode list, String name) {
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      JsonNode entry = list.get(i);
      if (entry.isObject() && entry.path("name").asText().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The object of that name in a list; a missing node where there is none. */
  static JsonNode named(JsonNode list, String name) {
    return list.path(indexOf(list, name));
  }

  /** The objects of a list; of what is no list, none. */
  public static List<JsonNode> objects(JsonNode list) {
    return list.isArray() ? list.valueStream().filter(JsonNode::isObject).toList() : List.of();
  }

  /** The pod's grace in seconds, 30 where it is not set or no number. */
  public static long grace(JsonNode pod) {
    return pod.path("spec").path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE);
  }

  /** Init and main containers, in this order. */
  public static List<JsonNode> containers(JsonNode pod) {
    List<JsonNode> all = new ArrayList<>(objects(pod.path("spec").path("initContainers")));
    all.addAll(objects(pod.path("spec").path("containers")));
    return all;
  }

  /** The sidecar's container, in either list. */
  static Optional<JsonNode> sidecar(JsonNode pod) {
    return containers(pod).stream()
        .filter(each -> each.path("name").asText().equals(Containers.SIDECAR))
        .findFirst();
  }

  /** Those that run at the same time: main containers and native sidecars. */
  static List<JsonNode> lasting(JsonNode pod) {
    List<JsonNode> lasting = new ArrayList<>(objects(pod.path("spec").path("initContainers")));
    lasting.removeIf(each -> !stays(each));
    lasting.addAll(objects(pod.path("spec").path("containers")));
    return lasting;
  }

  /** Whether an init container goes on beside the main ones. */
  static boolean stays(JsonNode init) {
    return init.path("restartPolicy").asText().equals("Always");
  }

  /** A container whose requests equal its limits, for processor and memory. */
  static boolean guaranteed(JsonNode container) {
    JsonNode requests = container.path("resources").path("requests");
    JsonNode limits = container.path("resources").path("limits");
    return Set.of("cpu", "memory").stream()
        .allMatch(name ->
            Quantity.of(limits.path(name)).filter(limit -> limit.signum() > 0).isPresent()
                && (!requests.hasNonNull(name)
                    || Quantity.same(requests.get(name), limits.get(name))));
  }
}
