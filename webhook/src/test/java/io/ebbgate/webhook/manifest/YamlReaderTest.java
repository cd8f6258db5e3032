package io.ebbgate.webhook.manifest;

import static io.ebbgate.webhook.manifest.YamlReaders.tree;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
  private static final String TEXT = "x".repeat(1000);

  @ParameterizedTest
  @ValueSource(strings = {"1: x, 0x1: y", "yes: x, \"true\": y", "'1': x, 1: y"})
  void refusesADuplicateKeyInTwoSpellings(String keys) {
    assertThatThrownBy(() -> tree("{" + keys + "}")).hasMessage("duplicate key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {<<: {a: 2}, a: 1}                 | {"a":1}
          {a: 1, <<: {a: 2}}                 | {"a":2}
          {<<: [{a: 1}, {a: 2, b: 3}]}       | {"a":1,"b":3}
          {<<: {b: 1}, !!merge <<: {c: 1}}   | {"b":1,"c":1}
          {"<<": {a: 1}}                     | {"<<":{"a":1}}
          """)
  void mergesInTheOrderOfTheMapping(String mapping, String json) throws Exception {
    assertThat(tree(mapping)).isEqualTo(tree(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "[3]", "~", "text"})
  void refusesToMergeWhatIsNoMapping(String value) {
    assertThatThrownBy(() -> tree("<<: " + value)).hasMessage("merged value is not a mapping");
  }

  @Test
  void refusesTextsThatAliasesMultiply() {
    String bomb =
        "kind: Pod\nstatus:\n  a: &a \"%s\"\n  b: &b [%s]\n  c: [%s]\n"
            .formatted(TEXT, times(900, "*a"), times(900, "*b"));

    assertThat(refusal(bomb))
        .contains("document 1, line ", "too much text or too many values once aliases");
  }

  @Test
  void refusesValuesThatAliasesMultiply() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(refusal(bomb.toString())).contains("too many values");
  }

  @Test
  void refusesKeysThatAliasesMultiply() {
    String bomb =
        "a: &a {%s: 1}\nb: &b [%s]\nc: [%s]\n".formatted(TEXT, times(900, "*a"), times(900, "*b"));

    assertThat(refusal(bomb)).contains("too much text");
  }

  @Test
  void countsTheDocumentsOfAFileTogether() throws Exception {
    String one = "---\na: &a \"%s\"\nb: [%s]\n".formatted(TEXT.repeat(9), times(900, "*a"));

    assertThat(Manifest.parse("m", one.getBytes(UTF_8)).documents()).hasSize(1);
    assertThat(refusal(one.repeat(100))).contains("too much text");
  }

  @Test
  void refusesAnAliasOfTheValueThatContainsIt() {
    assertThat(refusal("a: &a [*a]\n")).contains("nested too deep");
  }

  @Test
  void readsAFileOfAnySizeThatHasNoAliases() throws Exception {
    String list =
        "items:\n" + "- {kind: Service, metadata: {name: a, labels: {b: c}}}\n".repeat(100_000);

    assertThat(Manifest.parse("m", list.getBytes(UTF_8)).documents()).hasSize(1);
  }

  private static String times(int times, String alias) {
    return IntStream.range(0, times).mapToObj(_ -> alias).collect(Collectors.joining(", "));
  }

  private static String refusal(String text) {
    try {
      throw new AssertionError(Manifest.parse("m", text.getBytes(UTF_8)).name() + " was read");
    } catch (ManifestException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
