package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Trees for tests, written as YAML. */
final class Pods {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** A gateway that asks for nothing. */
  static final String PLAIN = "{spec: {containers: [{name: envoy, image: envoyproxy/envoy}]}}";

  private Pods() {}

  static ObjectNode plain() {
    return of(PLAIN);
  }

  static ObjectNode of(String yaml) {
    return (ObjectNode) node(yaml);
  }

  static ArrayNode operations(String yaml) {
    return (ArrayNode) node(yaml);
  }

  static JsonNode node(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException(yaml, broken);
    }
  }
}
