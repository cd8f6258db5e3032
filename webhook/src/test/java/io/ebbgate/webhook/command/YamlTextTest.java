package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.Property;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class YamlTextTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> PARTS =
      List.of("a", "Z", "0", "1", ".", "-", ":", " ", "#", "\n", "\t", "'", "\"", "\\", "{", "}");
  private static final List<String> ODD =
      List.of(
          "[", ",", "&", "*", "!", "|", ">", "%", "@", "`", "é", "\u2028", "\r", "😀", "~", "=");

  @Test
  void isReadBackAsTheSameTree() {
    Property.holds(
        2000,
        random -> {
          JsonNode tree = object(random, 0);

          String text = YamlText.of(tree);

          assertThat(read(text)).as(text).isEqualTo(tree);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yes",
        "NO",
        "On",
        "y",
        "null",
        "~",
        "1",
        "1e3",
        "0x1f",
        "1_000",
        "012",
        "1:30",
        ".5",
        "2026-11-21",
        "=",
        "<<",
        "- a",
        "a: b",
        "a #b",
        "a:",
        "#a",
        "!x",
        "&a",
        "*a",
        "a\nb",
        "a\n",
        "a\n\n",
        "\na",
        " a\nb",
        "a \nb",
        "a\r\nb",
        "---",
        "...",
        "a\n---\nb",
        "nan",
        ".inf",
        "-",
        "\uD83D\uDE80",
        "a \uD83D\uDE80\nb",
        "\u007f",
        "\u0085",
        "\u00a0",
        "\uFEFF",
        "\uFFFF"
      })
  void anotherParserReadsATextAsAText(String text) {
    String yaml = YamlText.of(NODES.objectNode().put("key", text));

    Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);

    assertThat(read).as(yaml).isEqualTo(Map.of("key", text));
  }

  @Test
  void writesACharacterOfAnotherPlaneAsItself() {
    ObjectNode tree = NODES.objectNode().put("note", "to the \uD83D\uDE80: go");

    assertThat(YamlText.of(tree)).isEqualTo("note: \"to the \uD83D\uDE80: go\"\n");
    assertThat(JsonText.of(tree, "")).isEqualTo("{\"note\":\"to the \uD83D\uDE80: go\"}");
  }

  @Test
  void flowStyleIsReadBackAsTheSameTreeByBothLanguages() {
    Property.holds(
        2000,
        random -> {
          JsonNode tree = object(random, 0);

          String text = JsonText.of(tree, random.nextBoolean() ? "\n" : "{\n}");

          assertThat(read(text)).as(text).isEqualTo(tree);
          assertThat(json(text)).as(text).isEqualTo(tree);
        });
  }

  private static JsonNode json(String text) {
    return JsonText.pieces(text).orElseThrow().getFirst().tree();
  }

  @Test
  void printsAsKubectlDoes() {
    ObjectNode tree = NODES.objectNode().put("kind", "Pod");
    tree.putObject("metadata").put("name", "edge").put("on", "true");
    tree.putArray("list").addObject().put("a", 1).put("b", false).putArray("c").add("x");
    tree.putArray("none");

    String text = YamlText.of(tree);

    assertThat(text)
        .isEqualTo(
            """
            kind: Pod
            metadata:
              name: edge
              "on": "true"
            list:
            - a: 1
              b: false
              c:
              - x
            none: []
            """);
  }

  private static JsonNode read(String text) {
    try {
      return YamlTree.of(text, new Allowance(text.length()));
    } catch (YamlTree.MistakeException e) {
      throw new AssertionError("line " + e.line() + " of\n" + text, e);
    }
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
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(Property.oneOf(random, random.nextInt(4) == 0 ? ODD : PARTS));
    }
    return text.toString();
  }
}
