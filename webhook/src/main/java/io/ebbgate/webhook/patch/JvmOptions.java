package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Containers;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Variables with options for each JVM, by which injectors load an agent. The sidecar's would not
 * start with one: it has no memory for it and seldom its file.
 */
final class JvmOptions {
  private static final Set<String> VARIABLES =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private JvmOptions() {}

  /** The sidecar's container without them; the same one where it has none. */
  static JsonNode without(JsonNode container) {
    if (in(container).isEmpty() || !(container instanceof ObjectNode object)) {
      return container;
    }
    ObjectNode changed = object.deepCopy();
    changed
        .withArrayProperty("env")
        .removeIf(each -> VARIABLES.contains(each.path("name").asText()));
    return changed;
  }

  private static List<String> in(JsonNode container) {
    return Tree.objects(container.path("env")).stream()
        .map(each -> each.path("name").asText())
        .filter(VARIABLES::contains)
        .toList();
  }

  /** What is taken from a pod's sidecar, a sentence. */
  static Optional<String> warning(JsonNode pod) {
    return Tree.sidecar(pod)
        .map(JvmOptions::in)
        .filter(found -> !found.isEmpty())
        .map(found ->
            "Ebbgate: %s of container %s is taken away: its small JVM would not start with an agent."
                .formatted(String.join(", ", found), Containers.SIDECAR));
  }
}
