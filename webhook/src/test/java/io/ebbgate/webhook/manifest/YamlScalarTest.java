package io.ebbgate.webhook.manifest;

import static io.ebbgate.webhook.manifest.YamlReaders.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.webhook.manifest.YamlReader.InvalidYamlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected values are those that sigs.k8s.io/yaml 1.6.0 returned for the same documents. */
class YamlScalarTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          0644                      | 420
          0o644                     | 420
          0O644                     | 420
          +0o17                     | 15
          0x1F                      | 31
          0X_1f                     | 31
          -0x8000000000000000       | -9223372036854775808
          0b11                      | 3
          -0B11                     | -3
          1_000                     | 1000
          1__0_                     | 10
          -_1                       | -1
          0_8                       | 8
          08                        | 8
          -08                       | -8
          00                        | 0
          -0                        | 0
          18446744073709551615      | 18446744073709551615
          18446744073709551616      | 18446744073709552000
          07777777777777777777777   | 7777777777777777000000
          5.                        | 5
          .5_0                      | 0.50
          -.5                       | -0.5
          1e9                       | 1e9
          1_e3                      | 1e3
          1E-7                      | 1e-7
          1e-99999999999            | 0.0
          """)
  void readsNumbersAsGoDoes(String plain, String number) throws Exception {
    JsonNode value = tree("a: " + plain).path("a");

    assertThat(value.isNumber()).isTrue();
    assertThat(value.decimalValue()).isEqualByComparingTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x", "0o", "0o8", "0b2", "0b",
        "_1", "._5", ".", ".e3", "+",
        "1e400", ".5e999", "1.2.3", "0x1p4", "0.1e",
        "12:30", "12:30.5", "2001-01-01", "2001-12-14t21:59:43.10-05:00", "0xFFFFFFFFFFFFFFFFF",
        "-0x8000000000000001", "yES", "nULL", ".iNF", "=",
        "<<", "64Mi", "!foo 12", "!!str 12", "!!str null",
        "!!timestamp 2001-01-01", "'12'", "\"yes\""
      })
  void readsAllOtherScalarsAsStrings(String scalar) throws Exception {
    String text = scalar.replaceFirst("^![^ ]* ", "").replaceAll("['\"]", "");

    assertThat(tree("a: " + scalar).path("a").textValue()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "y, true", "Y, true", "yes, true", "ON, true", "True, true",
    "n, false", "N, false", "Off, false", "FALSE, false", "~, null",
    "'', null", "Null, null", "!!null '', null", "!!bool 'y', true", "!!int \"0x1F\", 31",
    "!!float 1, 1", "!!binary aGk=, \"hi\""
  })
  void readsTheWordsOfYaml11(String scalar, String json) throws Exception {
    assertThat(tree("a: " + scalar).path("a")).hasToString(json);
  }

  @ParameterizedTest
  @CsvSource({
    "on, true", "y, true", "Off, false", "1, 1", "0x10, 16",
    "0o17, 15", "1.5, 1.5", "0.1, 0.1", "100000.0, 100000", "1234567.0, 1.234567e+06",
    "0.00001, 1e-05", "16777217.0, 1.6777216e+07", "1e9, 1e+09", "1e300, .inf", "-.Inf, -.inf",
    ".NAN, .nan", "2001-01-01, 2001-01-01", "'1', 1", "\"on\", on", "!!binary aGk=, hi",
    "=, ="
  })
  void namesKeysAsKubernetesDoes(String key, String name) throws Exception {
    assertThat(tree(key + " : x").fieldNames().next()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!!int \"0xZZ\"", "!!int \"0b\"", "!!float \"0b9\"", "!!int 1.5", "!!int ''",
        "!!int", "!!bool 1", "!!null foo", "!!float yes", "!!binary '%%'"
      })
  void refusesAValueThatDoesNotMatchItsTag(String scalar) {
    assertThatThrownBy(() -> tree("kind: Pod\na: " + scalar + "\n"))
        .hasMessage("value does not match its tag")
        .extracting(e -> ((InvalidYamlException) e).line())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {".inf", "-.Inf", ".NaN", "!!float .inf"})
  void refusesANumberThatDoesNotExistInJson(String scalar) {
    assertThatThrownBy(() -> tree("a: " + scalar))
        .isInstanceOf(InvalidYamlException.class)
        .hasMessage("number does not exist in JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "null", "18446744073709551615", "!!null ''"})
  void refusesAKeyThatKubernetesDoesNotAccept(String key) {
    assertThatThrownBy(() -> tree(key + " : x")).hasMessage("key that Kubernetes does not accept");
  }

  @Test
  void printsAnOctalModeAsTheNumberItIs() throws Exception {
    assertThat(ManifestWriter.yaml(tree("defaultMode: 0o644\nready: y\n")))
        .isEqualTo("defaultMode: 420\nready: true\n");
  }
}
