package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Containers;
import java.util.Optional;

/**
 * A native sidecar from which another webhook took {@code restartPolicy}, a field that it does not
 * know: as an init container it would never end, and the API server refuses one with a hook. It is
 * taken out of that list, and added as an ordinary container.
 */
public final class StrippedSidecar {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private StrippedSidecar() {}

  /** Whether an injected pod has one. */
  public static boolean in(JsonNode pod) {
    JsonNode sidecar = Tree.named(pod.path("spec").path("initContainers"), Containers.SIDECAR);
    return sidecar.isObject() && !sidecar.path("restartPolicy").asText().equals("Always");
  }

  /** The pod's init containers without ours. */
  static ArrayNode others(JsonNode pod) {
    ArrayNode others = MAPPER.createArrayNode();
    for (JsonNode each : pod.path("spec").path("initContainers")) {
      if (!each.path("name").asText().equals(Containers.SIDECAR)) {
        others.add(each);
      }
    }
    return others;
  }

  /** The injected pod without it; the same pod where it has none. */
  static JsonNode without(JsonNode pod) {
    if (!in(pod)) {
      return pod;
    }
    ObjectNode copy = pod.deepCopy();
    copy.withObject("/spec").set("initContainers", others(pod));
    return copy;
  }

  /** What became of it, a sentence. */
  static Optional<String> warning(JsonNode pod) {
    return in(pod)
        ? Optional.of(
            "Ebbgate: another webhook took restartPolicy from the sidecar, which is therefore an"
                + " ordinary container, as with sidecar.style classic.")
        : Optional.empty();
  }
}
