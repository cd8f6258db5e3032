package io.ebbgate.webhook.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlEditTest {
  private static final String GATEWAY =
      """
      kind: Pod
      # why it is there
      metadata:
          name: "g"   # quoted
      spec:
        # the proxy
        containers:
        # first
        - name: envoy # one
          image: 'envoy:v1.40.0'
          env: []
        - {name: other, image: x}
        # the end
        terminationGracePeriodSeconds: 30 # as ever
      """;

  @Test
  void keepsAllThatDoesNotChange() throws Exception {
    String edited =
        edited(
            GATEWAY,
            """
            kind: Pod
            metadata: {name: g, labels: {a: b}}
            spec:
              containers:
              - {name: sidecar, image: s}
              - {name: envoy, image: "envoy:v1.40.0", env: [{name: A, value: "1"}], args: [x]}
              - {name: other, image: "y"}
              terminationGracePeriodSeconds: 65
              volumes: [{name: v}]
            """);

    assertThat(edited)
        .isEqualTo(
            """
            kind: Pod
            # why it is there
            metadata:
                name: "g"   # quoted
                labels:
                  a: b
            spec:
              # the proxy
              containers:
              - name: sidecar
                image: s
              # first
              - name: envoy # one
                image: 'envoy:v1.40.0'
                env:
                - name: A
                  value: "1"
                args:
                - x
              - name: other
                image: "y"
              # the end
              terminationGracePeriodSeconds: 65 # as ever
              volumes:
              - name: v
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1",
        "a: 1\n",
        "a: |\n  text\n",
        "a: |-\n  text",
        "a: >\n  folded\n  text\n\n# end\n",
        "a:\n- 1\n-   x: 1\n",
        "a: {b: [1, 2]}\n",
        "a:\n",
        "# only\na: 'it''s'\n",
        "? a\n: b\n",
      })
  void addsAnEntryAfterAnyValue(String text) throws Exception {
    ObjectNode changed = (ObjectNode) YamlReaders.tree(text);
    changed.put("new", "value");

    Optional<String> edited = YamlEdit.of(text, changed);

    assertThat(edited).isPresent();
    assertThat(edited.get().lines())
        .containsSubsequence(text.lines().toList())
        .contains("new: value");
  }

  @Test
  void hasNoEditForAValueThatStandsElsewhereToo() throws Exception {
    String text = "a: &x\n  b: 1\nc: *x\n";
    ObjectNode changed = (ObjectNode) YamlReaders.tree(text);
    changed.withObject("c").put("b", 2);

    assertThat(YamlEdit.of(text, changed)).isEmpty();
  }

  @Test
  void keepsEveryCommentOfAnyDocument() {
    Property.holds(
        3_000,
        random -> {
          ObjectNode tree = RandomTree.of(random);
          String text = commented(ManifestWriter.yaml(tree), random);
          JsonNode before = YamlReaders.ours(text);
          JsonNode changed = before.deepCopy();
          grow(changed, random);

          Optional<String> edited = YamlEdit.of(text, changed);

          // A key of several lines is written with a question mark, and its entry is not edited.
          assertThat(edited.isPresent() || text.contains("? "))
              .as("%s%n%s", text, changed)
              .isTrue();
          String result = edited.orElse(text);
          assertThat(YamlReaders.ours(result)).isEqualTo(edited.isPresent() ? changed : before);
          List<String> comments = text.lines().filter(line -> line.startsWith("#comment")).toList();
          assertThat(result.lines().toList()).containsAll(comments);
        });
  }

  /** Comments between lines, but not within a text of several. */
  private static String commented(String yaml, RandomGenerator random) {
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (String line : yaml.lines().toList()) {
      String candidate = "#comment" + number++;
      lines.add(candidate);
      lines.add(line);
      if (random.nextInt(3) > 0 || !means(lines, yaml)) {
        lines.remove(candidate);
      }
    }
    String all = String.join("\n", lines) + "\n";
    return YamlReaders.ours(all).equals(YamlReaders.ours(yaml)) ? all : yaml;
  }

  /** A comment within a block of text is text. */
  private static boolean means(List<String> lines, String yaml) {
    return lines.stream().noneMatch(line -> line.matches(".*[|>][-+0-9]*"))
        && !yaml.contains("\u2028");
  }

  /** As a patch does: entries and elements more, and other scalars. */
  private static void grow(JsonNode node, RandomGenerator random) {
    switch (node) {
      case ObjectNode object -> {
        for (String name : names(object)) {
          if (object.get(name).isNumber() && random.nextBoolean()) {
            object.put(name, 77);
          } else {
            grow(object.get(name), random);
          }
        }
        if (random.nextInt(3) == 0) {
          object.put("added", "x");
        }
      }
      case ArrayNode array -> {
        array.forEach(each -> {
          if (each.has("name")) {
            grow(each, random);
          }
        });
        if (random.nextInt(3) == 0) {
          var _ = array.insert(random.nextInt(array.size() + 1), "unlike any other");
        }
      }
      default -> {}
    }
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String edited(String text, String changed) throws Exception {
    return YamlEdit.of(text, YamlReaders.tree(changed)).orElseThrow();
  }
}
