package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Unix sockets of other containers, Envoy's admin first: the sidecar has to mount their folders.
 */
final class SharedSocket {
  private static final String PREFIX = "unix:";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SharedSocket() {}

  static boolean isSocket(String admin) {
    return admin.startsWith(PREFIX);
  }

  /**
   * The gateway's mount with the socket, for the sidecar; empty for TCP and where there is none.
   */
  static Optional<ObjectNode> mount(JsonNode gateway, Injection injection) {
    return isSocket(injection.admin())
        ? mount(gateway, injection.admin().substring(PREFIX.length()))
        : Optional.empty();
  }

  /**
   * A container's mount with a socket, for the sidecar. Of mounts inside each other the deepest has
   * it; a part of a volume is not shared.
   */
  static Optional<ObjectNode> mount(JsonNode container, String socket) {
    return Tree.objects(container.path("volumeMounts")).stream()
        .filter(mount -> mount.path("mountPath").asText().startsWith("/"))
        .filter(mount -> socket.startsWith(folder(mount)))
        .max(Comparator.comparingInt(mount -> folder(mount).length()))
        .filter(mount -> !mount.has("subPath") && !mount.has("subPathExpr"))
        .map(SharedSocket::shared);
  }

  /**
   * Where the sidecar may not be let in, as a sentence: Envoy makes its socket for its own user,
   * who is known where the pod says it. As root no sidecar of ours runs.
   */
  static Optional<String> warning(JsonNode pod, JsonNode gateway, Injection injection) {
    return isSocket(injection.admin()) && user(pod, gateway) <= 0
        ? Optional.of(
            "Ebbgate: the sidecar may not be let into %s: container %s runs as root or as its"
                    .formatted(injection.admin(), injection.container())
                + " image's user. Give it a runAsUser, or Envoy's admin socket the mode 0666.")
        : Optional.empty();
  }

  /** Whom the gateway runs as; 0 also where only its image knows. */
  static long user(JsonNode pod, JsonNode gateway) {
    JsonNode own = gateway.path("securityContext").path("runAsUser");
    JsonNode pods = pod.path("spec").path("securityContext").path("runAsUser");
    return own.isNumber() ? own.asLong() : pods.asLong(0);
  }

  private static String folder(JsonNode mount) {
    String path = mount.path("mountPath").asText();
    return path.endsWith("/") ? path : path + "/";
  }

  private static ObjectNode shared(JsonNode mount) {
    ObjectNode shared = MAPPER.createObjectNode();
    shared.put("name", mount.path("name").asText());
    return shared.put("mountPath", mount.path("mountPath").asText());
  }
}
