package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.testkit.Property;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
          "[", ",", "&", "*", "!", "|", ">", "%", "@", "`", "é", "\u2028", "\r", "😀", "~", "=",
          "?", "<<", "\u00a0", "\uFEFF", "---", "...", "/", "$", "(", "+");
  private static final List<String> LIKE_NUMBERS =
      List.of(
          "0",
          "1",
          "9",
          "59",
          "12",
          "2026",
          "-",
          "+",
          ".",
          "_",
          ",",
          ":",
          "e",
          "E",
          "x",
          "o",
          "b",
          "f",
          "d",
          "l",
          "p",
          "T",
          "Z",
          " ",
          "inf",
          "nan",
          "Infinity",
          "null",
          "yes",
          "n",
          "Mi",
          "m",
          "s",
          "%");
  private static final ObjectMapper JACKSON =
      YAMLMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @Test
  void isReadBackAsTheSameTree() {
    Property.holds(
        2000,
        random -> {
          JsonNode tree = object(random, 0);

          String text = YamlText.of(tree);

          assertThat(read(text)).as(text).isEqualTo(tree);
          assertThat(byYaml11(text)).as(text).isEqualTo(tree);
          assertThat(byJackson(text)).as(text).isEqualTo(tree);
        });
  }

  private static JsonNode byYaml11(String text) {
    Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return new ObjectMapper().valueToTree(read);
  }

  private static JsonNode byJackson(String text) {
    try {
      return JACKSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example.org:5000/envoyproxy/envoy:v1.36.2@sha256:00",
        "--domain",
        "-c",
        "--log_output_level=default:info",
        "$(POD_NAMESPACE).svc.cluster.local",
        "http://127.0.0.1:15000/drain?graceful",
        "64Mi",
        "100m",
        "1m30s",
        "25%",
        "10.0.0.1",
        "127.0.0.1:9901",
        "10.0.0.0/8",
        "1.36.2",
        "0 3 * * 1",
        "a, b [c] {d}",
        "it's",
        "größer 🚀",
        "v1",
        "~/x",
        "=x",
        "yes, please"
      })
  void needsNoQuotes(String text) {
    String yaml = YamlText.of(NODES.objectNode().put(text, text));

    assertThat(yaml).isEqualTo(text + ": " + text + "\n");
    assertThat(byYaml11(yaml)).isEqualTo(NODES.objectNode().put(text, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.36",
        "1e3",
        "1e400",
        "12e03",
        "0o17",
        "1_000",
        "1,000",
        "+1",
        "-.5",
        "3d",
        "0b2",
        "5:30",
        "2026-11-21",
        "2026-11-21T10:00:00Z",
        "3f2504e0",
        "True",
        "NULL",
        "-.INF",
        "nan",
        "infinity"
      })
  void quotesWhatAnyReaderTakesForAnotherValue(String text) {
    assertThat(YamlText.of(NODES.objectNode().put("a", text))).isEqualTo("a: \"" + text + "\"\n");
  }

  @ParameterizedTest
  @CsvSource({"1e9, 1e9", "1.50, 1.50", "1E-7, 1e-7", "1000000000, 1000000000"})
  void keepsTheSpellingOfNumbers(String number, String printed) {
    JsonNode tree = read("a: " + number + "\n");

    assertThat(YamlText.of(tree)).isEqualTo("a: " + printed + "\n");
    assertThat(JsonText.of(tree, "")).isEqualTo("{\"a\":" + printed + "}");
  }

  @Test
  void printsLinesInAnyAlphabetAsLines() {
    assertThat(YamlText.of(NODES.objectNode().put("a", "# größer\n\n  🚀\n")))
        .isEqualTo("a: |\n  # größer\n\n    🚀\n");
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
    boolean likeNumber = random.nextInt(3) == 0;
    for (int i = random.nextInt(8); i > 0; i--) {
      List<String> others = random.nextInt(4) == 0 ? ODD : PARTS;
      text.append(Property.oneOf(random, likeNumber ? LIKE_NUMBERS : others));
    }
    return text.toString();
  }
}
