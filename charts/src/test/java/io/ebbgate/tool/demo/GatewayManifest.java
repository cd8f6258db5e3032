package io.ebbgate.tool.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** The demo's Deployment, and the pods that its ReplicaSet would create. */
public record GatewayManifest(JsonNode deployment) {
  /** Where the gateway listens, on the pod's address. */
  static final int PORT = 10_080;

  private static final String RESOURCE = "/demo/gateway.yaml";
  private static final String BACKEND_PORT = "BACKEND_PORT";

  /** Reads it. */
  public static GatewayManifest read() throws IOException {
    try (InputStream yaml = GatewayManifest.class.getResourceAsStream(RESOURCE)) {
      if (yaml == null) {
        throw new IOException(RESOURCE + " is not on the class path");
      }
      return new GatewayManifest(new YAMLMapper().readTree(yaml));
    }
  }

  /** How long a new pod has to be ready before an old one is deleted. */
  Duration minReady() {
    return Duration.ofSeconds(deployment.at("/spec/minReadySeconds").asLong());
  }

  /** A pod as it comes to admission: its name is not decided yet. */
  public ObjectNode pod(int backendPort) {
    JsonNode template = deployment.at("/spec/template").deepCopy();
    ObjectNode pod = new YAMLMapper().createObjectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata");
    String owner = deployment.at("/metadata/name").asText() + "-5d4f8c7b9";
    metadata.put("generateName", owner + "-");
    metadata.set("namespace", deployment.at("/metadata/namespace"));
    metadata.setAll((ObjectNode) template.get("metadata"));
    ObjectNode replicaSet = metadata.putArray("ownerReferences").addObject();
    replicaSet.put("apiVersion", "apps/v1").put("kind", "ReplicaSet").put("name", owner);
    replicaSet.put("uid", "0f4d1a52-8f1e-4c6c-9f0e-0d3a4b7c2e11").put("controller", true);
    pod.set("spec", template.get("spec"));
    for (JsonNode variable : pod.at("/spec/containers/0/env")) {
      if (variable.path("name").asText().equals(BACKEND_PORT)) {
        ((ObjectNode) variable).put("value", Integer.toString(backendPort));
      }
    }
    return pod;
  }
}
