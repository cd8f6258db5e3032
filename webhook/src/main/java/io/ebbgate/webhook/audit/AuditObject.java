package io.ebbgate.webhook.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A Kubernetes object that the audit reads.
 *
 * @param file where it stands; empty for one of a cluster
 * @param line of its document's beginning, from 1; 0 for one of a cluster
 */
public record AuditObject(JsonNode tree, String file, int line) {
  public AuditObject {
    requireNonNull(tree);
    requireNonNull(file);
  }

  String kind() {
    return tree.path("kind").asText();
  }

  String name() {
    return tree.at("/metadata/name").asText();
  }

  String namespace(String usual) {
    return tree.at("/metadata/namespace").asText(usual);
  }
}
