package io.ebbgate.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Puts a value of any kind where something else was. */
final class Spoiler {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Spoiler() {}

  static void spoil(RandomGenerator random, ObjectNode tree) {
    List<JsonNode> parents = new ArrayList<>();
    collect(tree, parents);
    if (parents.isEmpty()) {
      return;
    }
    JsonNode parent = Property.oneOf(random, parents);
    if (parent instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      object.set(Property.oneOf(random, names), anything(random));
    } else if (parent instanceof ArrayNode array) {
      array.set(random.nextInt(array.size()), anything(random));
    }
  }

  private static void collect(JsonNode node, List<JsonNode> parents) {
    if (!node.isEmpty()) {
      parents.add(node);
    }
    node.forEach(child -> collect(child, parents));
  }

  private static JsonNode anything(RandomGenerator random) {
    ArrayNode list = JSON.arrayNode();
    ObjectNode object = JSON.objectNode();
    return switch (random.nextInt(8)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.numberNode(random.nextInt(-2, 3));
      case 2 -> JSON.textNode("text");
      case 3 -> JSON.booleanNode(true);
      case 4 -> list;
      case 5 -> list.addNull().add("text");
      case 6 -> object;
      default -> object.set("name", JSON.textNode("envoy"));
    };
  }
}
