package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
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
   * The gateway's mount with the socket, for the sidecar; empty for TCP and where there is none.
   */
  static Optional<ObjectNode> mount(JsonNode gateway, Injection injection) {
    if (!isSocket(injection.admin())) {
      return Optional.empty();
    }
    String socket = injection.admin().substring(PREFIX.length());
    for (JsonNode mount : gateway.path("volumeMounts")) {
      String folder = mount.path("mountPath").asText();
      boolean inside =
          !folder.isEmpty() && socket.startsWith(folder.endsWith("/") ? folder : folder + "/");
      if (inside && !mount.has("subPath") && !mount.has("subPathExpr")) {
        ObjectNode shared = MAPPER.createObjectNode();
        shared.put("name", mount.path("name").asText());
        shared.put("mountPath", folder);
        return Optional.of(shared);
      }
    }
    return Optional.empty();
  }
}
