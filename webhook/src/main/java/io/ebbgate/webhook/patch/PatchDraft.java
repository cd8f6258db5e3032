package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A patch in the making, beside the pod that it leads to. Of the original only the objects and
 * lists that have changed are copied, each without what is in it, and nothing where nothing
 * changes. Only {@code add} and {@code replace} are used, parents are made first, and what is there
 * already makes no operation, so a second pass is empty. Not safe for use by several threads.
 */
final class PatchDraft {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Those that are not the original's. */
  private final Set<JsonNode> copies = Collections.newSetFromMap(new IdentityHashMap<>());

  private ObjectNode pod;
  private final ArrayNode operations = MAPPER.createArrayNode();

  PatchDraft(ObjectNode original) {
    this.pod = original;
  }

  /** The pod with everything so far applied; not to be changed. */
  ObjectNode pod() {
    return pod;
  }

  ArrayNode operations() {
    return operations;
  }

  /** The object at that place, made with its parents where there is none; not to be changed. */
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
    Object[] parent = Arrays.copyOf(path, path.length - 1);
    String field = path[path.length - 1].toString();
    JsonNode before = at(parent).get(field);
    if (value.equals(before)) {
      return;
    }
    operation(before == null ? "add" : "replace", value, Pointer.of(path));
    ((ObjectNode) copy(parent)).set(field, value.deepCopy());
  }

  /** Puts an entry into a list by its name: appended, or in the place of its namesake. */
  void entry(ObjectNode value, Object... path) {
    JsonNode found = at(path);
    if (!found.isArray()) {
      put(MAPPER.createArrayNode().add(value.deepCopy()), path);
      return;
    }
    int index = Tree.indexOf(found, value.path("name").asText());
    if (index < 0) {
      operation("add", value, Pointer.of(path) + "/-");
      ((ArrayNode) copy(path)).add(value.deepCopy());
    } else if (!found.get(index).equals(value)) {
      operation("replace", value, Pointer.of(path) + "/" + index);
      ((ArrayNode) copy(path)).set(index, value.deepCopy());
    }
  }

  /** Puts a value behind those of a list, made where there is none. */
  void append(JsonNode value, Object... path) {
    if (at(path).isArray()) {
      operation("add", value, Pointer.of(path) + "/-");
      ((ArrayNode) copy(path)).add(value);
    } else {
      put(MAPPER.createArrayNode().add(value), path);
    }
  }

  /** The object or list at that place, which may be changed, as those that it is in. */
  private JsonNode copy(Object... path) {
    pod = (ObjectNode) copyOf(pod);
    JsonNode here = pod;
    for (Object step : path) {
      JsonNode next = copyOf(child(here, step));
      if (here instanceof ArrayNode list) {
        list.set((Integer) step, next);
      } else {
        ((ObjectNode) here).set(step.toString(), next);
      }
      here = next;
    }
    return here;
  }

  private JsonNode copyOf(JsonNode node) {
    if (copies.contains(node)) {
      return node;
    }
    JsonNode copy =
        node instanceof ArrayNode list
            ? MAPPER.createArrayNode().addAll(list)
            : MAPPER.createObjectNode().setAll((ObjectNode) node);
    copies.add(copy);
    return copy;
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
