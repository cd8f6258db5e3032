package io.ebbgate.webhook.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestWriterTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Test
  void isReadBackAsTheSameTree() {
    Property.holds(
        2000,
        random -> {
          JsonNode tree = RandomTree.of(random);

          String text = ManifestWriter.yaml(tree);

          assertThat(YamlReaders.ours(text)).as(text).isEqualTo(tree);
          assertThat(YamlReaders.yaml11(text)).as(text).isEqualTo(tree);
          assertThat(YamlReaders.jackson(text)).as(text).isEqualTo(tree);
        });
  }

  @Test
  void printsSupplementaryCharactersUnescaped() {
    ObjectNode tree = NODES.objectNode().put("note", "to the \uD83D\uDE80: go");

    assertThat(ManifestWriter.yaml(tree)).isEqualTo("note: \"to the \uD83D\uDE80: go\"\n");
    assertThat(ManifestWriter.json(tree, false))
        .isEqualTo("{\"note\":\"to the \uD83D\uDE80: go\"}");
  }

  @Test
  void jsonIsReadBackAsTheSameTreeByJsonAndYamlParsers() {
    Property.holds(
        2000,
        random -> {
          JsonNode tree = RandomTree.of(random);

          String text = ManifestWriter.json(tree, random.nextBoolean());

          assertThat(YamlReaders.ours(text)).as(text).isEqualTo(tree);
          assertThat(json(text)).as(text).isEqualTo(tree);
        });
  }

  private static JsonNode json(String text) {
    return Manifest.json(text).orElseThrow().getFirst().tree();
  }

  @ParameterizedTest
  @CsvSource({"1e9, 1e9", "1.50, 1.50", "1E-7, 1e-7", "1000000000, 1000000000"})
  void keepsTheSpellingOfNumbers(String number, String printed) {
    JsonNode tree = YamlReaders.ours("a: " + number + "\n");

    assertThat(ManifestWriter.yaml(tree)).isEqualTo("a: " + printed + "\n");
    assertThat(ManifestWriter.json(tree, false)).isEqualTo("{\"a\":" + printed + "}");
  }

  @Test
  void printsLinesAsABlockScalar() {
    assertThat(ManifestWriter.yaml(NODES.objectNode().put("a", "# größer\n\n  🚀\n")))
        .isEqualTo("a: |\n  # größer\n\n    🚀\n");
  }

  @Test
  void printsAsKubectlDoes() {
    ObjectNode tree = NODES.objectNode().put("kind", "Pod");
    tree.putObject("metadata").put("name", "edge").put("on", "true");
    tree.putArray("list").addObject().put("a", 1).put("b", false).putArray("c").add("x");
    tree.putArray("none");

    String text = ManifestWriter.yaml(tree);

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
}
