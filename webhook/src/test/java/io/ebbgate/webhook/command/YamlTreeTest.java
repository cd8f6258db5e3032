package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.webhook.command.YamlTree.MistakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTreeTest {
  private static JsonNode tree(String document) throws MistakeException {
    return YamlTree.of(document, new Allowance(document.length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1: x, 0x1: y", "yes: x, \"true\": y", "'1': x, 1: y"})
  void refusesAKeyThatIsThereTwiceInTwoSpellings(String keys) {
    assertThatThrownBy(() -> tree("{" + keys + "}")).hasMessage("a key that is there twice");
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
  void refusesAMergeOfWhatIsNoMapping(String value) {
    assertThatThrownBy(() -> tree("<<: " + value))
        .hasMessage("a merge of something that is not a mapping");
  }
}
