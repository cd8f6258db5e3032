package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import io.ebbgate.tool.chart.HelmChart;
import org.junit.jupiter.api.Test;

class LintTest {
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
