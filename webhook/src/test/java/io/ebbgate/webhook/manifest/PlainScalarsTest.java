package io.ebbgate.webhook.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainScalarsTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "yes", "NO", "On", "y", "null", "~", "1", "1e3",
        "0x1f", "1_000", "012", "1:30", ".5", "2026-11-21", "=", "<<", "- a", "a: b",
        "a #b", "a:", "#a", "!x", "&a", "*a", "a\nb", "a\n", "a\n\n", "\na",
        " a\nb", "a \nb", "a\r\nb", "---", "...", "a\n---\nb", "nan", ".inf", "-", "\uD83D\uDE80",
        "a \uD83D\uDE80\nb", "\u007f", "\u0085", "\u00a0", "\uFEFF", "\uFFFF"
      })
  void anotherParserReadsTheSameString(String text) {
    String yaml = ManifestWriter.yaml(NODES.objectNode().put("key", text));

    assertThat(YamlReaders.yaml11(yaml)).as(yaml).isEqualTo(NODES.objectNode().put("key", text));
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
    String yaml = ManifestWriter.yaml(NODES.objectNode().put(text, text));

    assertThat(yaml).isEqualTo(text + ": " + text + "\n");
    assertThat(YamlReaders.yaml11(yaml)).isEqualTo(NODES.objectNode().put(text, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.36", "1e3", "1e400", "12e03", "0o17", "1_000", "1,000", "+1",
        "-.5", "3d", "0b2", "5:30", "2026-11-21", "2026-11-21T10:00:00Z", "3f2504e0", "True",
        "NULL", "-.INF", "nan", "infinity"
      })
  void quotesWhatAnyParserReadsAsAnotherValue(String text) {
    assertThat(ManifestWriter.yaml(NODES.objectNode().put("a", text)))
        .isEqualTo("a: \"" + text + "\"\n");
  }
}
