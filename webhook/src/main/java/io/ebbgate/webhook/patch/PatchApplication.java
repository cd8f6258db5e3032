package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Applies {@code add} and {@code replace} of RFC 6902 as the API server does. */
public final class PatchApplication {
  private PatchApplication() {}

  /** The patched copy, or empty where an operation does not apply. */
  public static Optional<JsonNode> to(JsonNode original, ArrayNode operations) {
    JsonNode copy = original.deepCopy();
    for (JsonNode operation : operations) {
      String pointer = operation.path("path").asText();
      boolean adding = operation.path("op").asText().equals("add");
      boolean replacing = operation.path("op").asText().equals("replace");
      if ((!adding && !replacing) || !pointer.startsWith("/") || !operation.has("value")) {
        return Optional.empty();
      }
      JsonPointer path = JsonPointer.compile(pointer);
      JsonNode value = operation.get("value").deepCopy();
      JsonNode parent = copy.at(path.head());
      String last = path.last().getMatchingProperty();
      boolean done =
          switch (parent) {
            case ObjectNode object -> set(object, last, value, adding);
            case ArrayNode array -> insert(array, path.last(), value, adding);
            default -> false;
          };
      if (!done) {
        return Optional.empty();
      }
    }
    return Optional.of(copy);
  }

  private static boolean set(ObjectNode object, String field, JsonNode value, boolean adding) {
    if (!adding && !object.has(field)) {
      return false;
    }
    object.set(field, value);
    return true;
  }

  private static boolean insert(ArrayNode array, JsonPointer last, JsonNode value, boolean adding) {
    if (adding && last.getMatchingProperty().equals("-")) {
      array.add(value);
      return true;
    }
    int index = last.getMatchingIndex();
    if (index < 0 || index > array.size() || (!adding && index == array.size())) {
      return false;
    }
    if (adding) {
      array.insert(index, value);
    } else {
      array.set(index, value);
    }
    return true;
  }
}
