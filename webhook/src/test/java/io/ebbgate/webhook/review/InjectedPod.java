package io.ebbgate.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A pod that was injected, for others to change, and its places. */
final class InjectedPod {
  private InjectedPod() {}

  static ObjectNode create() {
    JsonNode pod =
        Reviewed.pod(
            """
            metadata: {name: edge, annotations: {ebbgate.io/profile: envoy, ebbgate.io/container: envoy}}
            spec:
              containers:
                - name: envoy
                  image: envoy
                  readinessProbe: {httpGet: {port: 8080}}
                - {name: logger, image: logger}
            """);
    return Reviewed.of(pod).patched().deepCopy();
  }

  static void variable(ObjectNode pod, String name) {
    env(pod).addObject().put("name", name).put("value", "1s");
  }

  static ObjectNode spec(JsonNode pod) {
    return (ObjectNode) pod.path("spec");
  }

  static ObjectNode envoy(JsonNode pod) {
    return (ObjectNode) pod.at("/spec/containers/0");
  }

  static ObjectNode sidecar(JsonNode pod) {
    return (ObjectNode) pod.at("/spec/initContainers/0");
  }

  static ArrayNode env(JsonNode pod) {
    return (ArrayNode) sidecar(pod).path("env");
  }

  static ObjectNode header(JsonNode pod) {
    return (ObjectNode) pod.at("/spec/containers/0/lifecycle/preStop/httpGet/httpHeaders/0");
  }
}
