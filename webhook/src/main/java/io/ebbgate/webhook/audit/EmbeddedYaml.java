package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ebbgate.webhook.manifest.Manifest;
import io.ebbgate.webhook.manifest.ManifestDocument;
import io.ebbgate.webhook.manifest.ManifestException;

/** YAML or JSON in an argument, a variable or a ConfigMap. */
final class EmbeddedYaml {
  private EmbeddedYaml() {}

  /** Its first document; missing where it is none. */
  static JsonNode read(String text) {
    try {
      return Manifest.parse("", text).documents().stream()
          .map(ManifestDocument::tree)
          .filter(JsonNode::isObject)
          .findFirst()
          .orElse(MissingNode.getInstance());
    } catch (ManifestException notYaml) {
      return MissingNode.getInstance();
    }
  }
}
