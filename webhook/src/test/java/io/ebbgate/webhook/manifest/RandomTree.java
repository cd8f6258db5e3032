package io.ebbgate.webhook.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.Property;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random trees of strings that YAML parsers might read as other values. */
final class RandomTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> PARTS =
      List.of("a", "Z", "0", "1", ".", "-", ":", " ", "#", "\n", "\t", "'", "\"", "\\", "{", "}");
  private static final List<String> ODD =
      List.of(
          "[", ",", "&", "*", "!", "|", ">", "%", "@", "`", "é", "\u2028", "\r", "😀", "~", "=",
          "?", "<<", "\u00a0", "\uFEFF", "---", "...", "/", "$", "(", "+");
  private static final List<String> LIKE_NUMBERS =
      List.of(
          ("0|1|9|59|12|2026|-|+|.|_|,|:|e|E|x|o|b|f|d|l|p|T|Z| |inf|nan|Infinity|null|yes|n|Mi|m"
                  + "|s|%")
              .split("\\|"));

  private RandomTree() {}

  static ObjectNode of(RandomGenerator random) {
    return object(random, 0);
  }

  private static ObjectNode object(RandomGenerator random, int depth) {
    ObjectNode object = NODES.objectNode();
    int size = random.nextInt(1, 5);
    for (int i = 0; i < size; i++) {
      object.set(text(random), node(random, depth + 1));
    }
    return object;
  }

  private static JsonNode node(RandomGenerator random, int depth) {
    return switch (random.nextInt(depth > 4 ? 5 : 8)) {
      case 0 -> NODES.booleanNode(random.nextBoolean());
      case 1 -> number(random.nextLong() >> random.nextInt(Long.SIZE));
      case 2 -> NODES.nullNode();
      case 3, 4 -> NODES.textNode(text(random));
      case 5 -> NODES.objectNode();
      case 6 -> object(random, depth);
      default -> {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(node(random, depth + 1));
        }
        yield array;
      }
    };
  }

  private static JsonNode number(long value) {
    return (int) value == value ? NODES.numberNode((int) value) : NODES.numberNode(value);
  }

  private static String text(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    boolean likeNumber = random.nextInt(3) == 0;
    for (int i = random.nextInt(8); i > 0; i--) {
      List<String> others = random.nextInt(4) == 0 ? ODD : PARTS;
      text.append(Property.oneOf(random, likeNumber ? LIKE_NUMBERS : others));
    }
    return text.toString();
  }
}
