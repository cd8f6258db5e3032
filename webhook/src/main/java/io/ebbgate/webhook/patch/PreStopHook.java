package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Profile.ManagerHook;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Ports;

/** The preStop hooks that a patch adds. */
final class PreStopHook {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PreStopHook() {}

  /**
   * A call of the sidecar. The host is named on the node's network only, where the kubelet knows no
   * pod address (kubernetes#134285); elsewhere it would break Pod Security baseline (KEP-4940).
   */
  static ObjectNode get(String path, String token, boolean hostNetwork) {
    ObjectNode hook = call(path, Ports.HOOK, hostNetwork);
    ObjectNode get = (ObjectNode) hook.path("httpGet");
    get.putArray("httpHeaders").addObject().put("name", Headers.TOKEN).put("value", token);
    return hook;
  }

  /** What a drain manager that is taken over has in the place of its own hook. */
  static ObjectNode of(ManagerHook manager, boolean hostNetwork) {
    return call(manager.path(), manager.port(), hostNetwork);
  }

  private static ObjectNode call(String path, int port, boolean hostNetwork) {
    ObjectNode hook = MAPPER.createObjectNode();
    ObjectNode get = hook.putObject("httpGet");
    if (hostNetwork) {
      get.put("host", "127.0.0.1");
    }
    get.put("path", path).put("port", port).put("scheme", "HTTP");
    return hook;
  }

  static ObjectNode sleep(int seconds) {
    ObjectNode hook = MAPPER.createObjectNode();
    hook.putObject("sleep").put("seconds", seconds);
    return hook;
  }
}
