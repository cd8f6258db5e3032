package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * A patch in the making, beside a copy of the pod that it has been applied to. Only {@code add} and
 * {@code replace} are used, parents are made first, and what is there already makes no operation,
 * so a second pass is empty. Not safe for use by several threads.
 */
final class PatchDraft {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode pod;
  private final ArrayNode operations = MAPPER.createArrayNode();

  PatchDraft(ObjectNode original) {
    this.pod = original.deepCopy();
  }

  /** The pod with everything so far applied. */
  ObjectNode pod() {
    return pod;
  }

  ArrayNode operations() {
    return operations;
  }

  /** The object at that place, made with its parents where there is none. */
  ObjectNode object(Object... path) {
    for (int i = 1; i <= path.length; i++) {
      Object[] here = Arrays.copyOf(path, i);
      boolean list = i < path.length && path[i] instanceof Integer;
      if (!list && !at(here).isObject()) {
        put(MAPPER.createObjectNode(), here);
      }
    }
    return (ObjectNode) at(path);
  }

  /** Puts a value into an object whose parents exist; nothing happens where it is there already. */
  void put(JsonNode value, Object... path) {
    ObjectNode parent = (ObjectNode) at(Arrays.copyOf(path, path.length - 1));
    String field = path[path.length - 1].toString();
    JsonNode before = parent.get(field);
    if (value.equals(before)) {
      return;
    }
    operation(before == null ? "add" : "replace", value, Pointer.of(path));
    parent.set(field, value.deepCopy());
  }

  /** Puts an entry into a list by its name: appended, or in the place of its namesake. */
  void entry(ObjectNode value, Object... path) {
    JsonNode found = at(path);
    if (!found.isArray()) {
      ArrayNode list = MAPPER.createArrayNode().add(value.deepCopy());
      put(list, path);
      return;
    }
    ArrayNode list = (ArrayNode) found;
    int index = Tree.indexOf(list, value.path("name").asText());
    if (index < 0) {
      operation("add", value, Pointer.of(path) + "/-");
      list.add(value.deepCopy());
    } else if (!list.get(index).equals(value)) {
      operation("replace", value, Pointer.of(path) + "/" + index);
      list.set(index, value.deepCopy());
    }
  }

  private JsonNode at(Object... path) {
    JsonNode here = pod;
    for (Object step : path) {
      here = child(here, step);
    }
    return here;
  }

  private static JsonNode child(JsonNode parent, Object step) {
    return step instanceof Integer index ? parent.path(index) : parent.path(step.toString());
  }

  private void operation(String op, JsonNode value, String pointer) {
    ObjectNode operation = operations.addObject();
    operation.put("op", op);
    operation.put("path", pointer);
    operation.set("value", value.deepCopy());
  }
}
