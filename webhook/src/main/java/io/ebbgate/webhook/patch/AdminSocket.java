package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import java.util.Comparator;
import java.util.Optional;

/** Envoy's admin interface on a Unix socket: the sidecar has to mount the folder it lies in. */
final class AdminSocket {
  private static final String PREFIX = "unix:";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AdminSocket() {}

  static boolean isSocket(String admin) {
    return admin.startsWith(PREFIX);
  }

  /**
   * The gateway's mount with the socket, for the sidecar; empty for TCP and where there is none. Of
   * mounts inside each other the deepest has it; a part of a volume is not shared.
   */
  static Optional<ObjectNode> mount(JsonNode gateway, Injection injection) {
    if (!isSocket(injection.admin())) {
      return Optional.empty();
    }
    String socket = injection.admin().substring(PREFIX.length());
    return Tree.objects(gateway.path("volumeMounts")).stream()
        .filter(mount -> mount.path("mountPath").asText().startsWith("/"))
        .filter(mount -> socket.startsWith(folder(mount)))
        .max(Comparator.comparingInt(mount -> folder(mount).length()))
        .filter(mount -> !mount.has("subPath") && !mount.has("subPathExpr"))
        .map(AdminSocket::shared);
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
