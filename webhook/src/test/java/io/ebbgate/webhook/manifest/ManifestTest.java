package io.ebbgate.webhook.manifest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.testkit.Property;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final List<String> LINES =
      List.of(
          "---",
          "--- # next",
          "---   ",
          "...",
          "# comment",
          "  # indented",
          "",
          "   ",
          "a: 1",
          "b: {c: [1, 2]}",
          "text: |",
          "  --- within",
          "  more",
          "keep: |+",
          "list:",
          "- x",
          "é: 😀",
          "%YAML 1.1",
          "--- {kind: Pod}",
          "--- text");

  @Test
  void originalDocumentsJoinedAreTheFile() {
    Property.holds(
        5000,
        random -> {
          StringBuilder text = new StringBuilder(random.nextInt(9) == 0 ? "\uFEFF" : "");
          String end = random.nextInt(3) == 0 ? "\r\n" : "\n";
          for (int i = random.nextInt(12); i > 0; i--) {
            text.append(Property.oneOf(random, LINES))
                .append(i == 1 && random.nextBoolean() ? "" : end);
          }

          String again = printed(text.toString());

          assertThat(again).isEqualTo(text.toString());
        });
  }

  /** Invalid YAML is refused as a whole, which other tests cover. */
  private static String printed(String text) {
    try {
      return documents(text).stream().map(ManifestDocument::original).collect(Collectors.joining());
    } catch (ManifestException _) {
      return text;
    }
  }

  @Test
  void keepsWhatSurroundsAChangedDocument() throws Exception {
    String text =
        "%YAML 1.1\n--- # one\n# head\n\nkind: A # kept\n\n# foot\n...\n# end\n---\nkind: B\n";
    ManifestDocument document = documents(text).get(1);

    String changed = document.with(document.tree());

    assertThat(changed).isEqualTo("--- # one\n# head\n\nkind: A # kept\n\n# foot\n...\n# end\n");
  }

  @Test
  void keepsWindowsLineEnds() throws Exception {
    ManifestDocument document = documents("a: 1\r\nb: 2\r\n").getFirst();

    String changed = document.with(document.tree());

    assertThat(changed).isEqualTo("a: 1\r\nb: 2\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: Pod}\n---\n{kind: Pod}\n",
        "---\n{kind: Pod}\n---\n{kind: Pod}\n",
        "--- {kind: Pod}\n--- {kind: Pod}\n",
        "{kind: Pod}\r\n---\r\n{kind: Pod}\r\n",
        "{kind: Pod}\n\n# end\n---\n{kind: Pod}"
      })
  void changedDocumentsInFlowStyleKeepTheirLineEnds(String text) throws Exception {
    StringBuilder changed = new StringBuilder();
    for (ManifestDocument document : documents(text)) {
      changed.append(
          document.body().isEmpty() ? document.original() : document.with(document.tree()));
    }

    assertThat(changed.toString()).isEqualTo(text.replace("{kind: Pod}", "{\"kind\":\"Pod\"}"));
  }

  @Test
  void readsJsonDocumentsOneAfterTheOther() throws Exception {
    String text = "{\"kind\":\"A\"}\n{\n  \"kind\": \"B\"\n}\n";

    List<ManifestDocument> documents = documents(text);

    assertThat(documents)
        .extracting(document -> document.tree().path("kind").asText())
        .containsExactly("A", "B");
    assertThat(documents).extracting(ManifestDocument::line).containsExactly(1, 2);
    assertThat(documents.get(1).with(documents.get(1).tree()))
        .isEqualTo("\n{\n  \"kind\": \"B\"\n}\n");
  }

  @Test
  void readsManyJsonDocumentsInTimeThatGrowsNoFasterThanTheirNumber() {
    byte[] bytes = "{\"kind\":\"ConfigMap\"}\n".repeat(200_000).getBytes(UTF_8);

    List<ManifestDocument> documents =
        assertTimeoutPreemptively(
            Duration.ofMinutes(1), () -> Manifest.parse("m", bytes).documents());

    assertThat(documents)
        .hasSize(200_000)
        .last()
        .extracting(ManifestDocument::line)
        .isEqualTo(200_000);
  }

  @Test
  void expandsAliasesAndMergesAsKubernetesDoes() throws Exception {
    String text =
        "base: &b {a: 1, c: 2}\nmade: {<<: *b, c: 3}\nday: 2026-11-21\noctal: 0644\nyes: on\n";

    ManifestDocument document = documents(text).getFirst();

    assertThat(document.tree().toString())
        .isEqualTo(
            "{\"base\":{\"a\":1,\"c\":2},\"made\":{\"a\":1,\"c\":3},\"day\":\"2026-11-21\","
                + "\"octal\":420,\"true\":true}");
  }

  @Test
  void readsNumbersIntoTheNodesThatJsonHas() throws Exception {
    String numbers = "[1, -2147483648, 2147483648, -9223372036854775808, 9223372036854775808, 1.5]";

    JsonNode yaml = documents(numbers).getFirst().tree();

    JsonNode json = Manifest.json("{\"a\":" + numbers + "}").orElseThrow().getFirst().tree();
    assertThat(yaml).isEqualTo(json.path("a"));
  }

  @Test
  void namesFileDocumentAndLineOfAMistake() {
    byte[] bytes = "a: 1\n---\n# two\nb: [1\nc: 2\n".getBytes(UTF_8);

    assertThatThrownBy(() -> Manifest.parse("edge.yaml", bytes))
        .isInstanceOf(ManifestException.class)
        .hasMessageMatching("edge.yaml is not valid YAML in document 2, line 5: .+\\.")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesADuplicateKey() {
    assertThatThrownBy(() -> documents("a: 1\nb: 2\na: 3\n"))
        .hasMessage("m is not valid YAML in document 1, line 3: duplicate key.");
  }

  @Test
  void refusesAnUnpairedSurrogate() {
    assertThatThrownBy(() -> documents("a: 1\nb: \"\\ud83d\"\n"))
        .hasMessage("m is not valid YAML in document 1, line 2: unpaired surrogate.");
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    assertThatThrownBy(() -> Manifest.parse("m", "é".getBytes(ISO_8859_1)))
        .hasMessage("m is not UTF-8 text.");
  }

  private static List<ManifestDocument> documents(String text) throws ManifestException {
    return Manifest.parse("m", text.getBytes(UTF_8)).documents();
  }

  /** A search of the whole text for each of the lines would need minutes. */
  @ParameterizedTest
  @ValueSource(strings = {"\n", "#\n", "# a\n"})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void findsTheEndOfADocumentBeforeManyLinesWithoutAValue(String line) {
    ManifestDocument document = ManifestDocument.cut("a: b\n" + line.repeat(2_000_000), 1, 1);

    assertThat(document.body()).isEqualTo("a: b\n");
  }
}
