package io.ebbgate.webhook.patch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * A patch and the pod it leads to.
 *
 * @param operations RFC 6902, {@code add} and {@code replace} only; empty where nothing is to do
 */
public record Patch(ArrayNode operations, JsonNode patched) {
  public Patch {
    requireNonNull(operations);
    requireNonNull(patched);
  }
}
