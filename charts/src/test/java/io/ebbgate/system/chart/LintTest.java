package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.tool.chart.HelmChart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Helm's own checks say, and what the cluster's version decides. */
class LintTest {
  /**
   * An init container that never ends, where its restartPolicy is dropped, keeps a pod from
   * starting.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1.28.15          | {}                          | classic",
        "v1.29.0-rc.1      | {}                          | native",
        "v1.34.4           | {}                          | native",
        "v1.34.4-eks-1a2b  | {}                          | native",
        "v1.34.4           | 'sidecar: {style: classic}' | classic",
        "v1.28.15          | 'sidecar: {style: native}'  | native",
      })
  void theSidecarIsNativeWhereTheApiServerKnowsHow(String cluster, String values, String style) {
    assertThat(HelmChart.renderedFor(cluster, values).variable(WebhookEnv.SIDECAR_STYLE))
        .isEqualTo(style);
  }

  /** Before 1.28 the API server reads no match conditions. */
  @Test
  void anOlderClusterIsRefused() {
    assertThatThrownBy(() -> HelmChart.renderedFor("v1.27.16", HelmChart.NO_VALUES))
        .hasMessageContaining("requires kubeVersion: >=1.28.0-0");
  }

  @Test
  void helmFindsNothingToWarnOf() {
    LintResult result = HelmChart.lint();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages())
        .noneMatch(line -> line.contains("[WARNING]") || line.contains("[ERROR]"));
  }

  @Test
  void chartAndProgramHaveTheBuildsVersion() {
    JsonNode chart = HelmChart.tree("Chart.yaml");

    assertThat(chart.path("version").asText()).isEqualTo(System.getProperty("ebbgate.version"));
    assertThat(chart.path("appVersion").asText()).isEqualTo(System.getProperty("ebbgate.version"));
  }
}
