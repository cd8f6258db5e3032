package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reading a pod's raw tree. */
public final class Tree {
  /** What the API server fills in where nothing is set. */
  public static final long DEFAULT_GRACE = 30;

  private Tree() {}

  /** Where in a list the entry of that name is, or -1. */
  public static int indexOf(JsonNode list, @Nullable String name) {
    for (int i = 0; i < list.size(); i++) {
      if (name != null && name.equals(list.get(i).path("name").textValue())) {
        return i;
      }
    }
    return -1;
  }

  /** The pod's grace in seconds, 30 where it is not set or no number. */
  public static long grace(JsonNode pod) {
    return pod.path("spec").path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE);
  }

  /** Init and main containers, in this order. */
  public static List<JsonNode> containers(JsonNode pod) {
    List<JsonNode> all = new ArrayList<>();
    pod.path("spec").path("initContainers").forEach(all::add);
    pod.path("spec").path("containers").forEach(all::add);
    return all;
  }

  /** A container whose requests equal its limits, for processor and memory. */
  static boolean guaranteed(JsonNode container) {
    JsonNode requests = container.path("resources").path("requests");
    JsonNode limits = container.path("resources").path("limits");
    return Set.of("cpu", "memory").stream()
        .allMatch(name ->
            limits.hasNonNull(name)
                && (!requests.hasNonNull(name) || requests.get(name).equals(limits.get(name))));
  }
}
