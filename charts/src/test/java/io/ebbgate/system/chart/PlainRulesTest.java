package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.system.prometheus.PlainRules;
import io.ebbgate.system.prometheus.Promtool;
import io.ebbgate.system.prometheus.Said;
import io.ebbgate.tool.chart.HelmChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without the operator, as the chart's README has one do it. */
class PlainRulesTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @TempDir private Path folder;

  private Path rules = Path.of("");

  @BeforeEach
  void fillsInWhatIsMissing() throws IOException, InterruptedException {
    rules = PlainRules.into(folder);
  }

  @Test
  void rulesAreThoseThatTheChartMakes() throws IOException {
    List<JsonNode> groups = new ArrayList<>();
    try (Stream<Path> files = Files.list(rules)) {
      for (Path file : files.sorted().toList()) {
        YAML.readTree(file.toFile()).path("groups").forEach(groups::add);
      }
    }
    List<JsonNode> rendered = new ArrayList<>();
    HelmChart.rendered(ValueSets.MONITORED)
        .tree("PrometheusRule")
        .orElseThrow()
        .at("/spec/groups")
        .forEach(rendered::add);

    assertThat(groups).isNotEmpty().isEqualTo(rendered);
  }

  /** Debian's promtool knows no Kubernetes, so that it looks at everything else. */
  @Test
  void aPrometheusReadsThem() throws IOException, InterruptedException {
    JsonNode configuration = YAML.readTree(PlainRules.block("yaml"));
    for (JsonNode job : configuration.path("scrape_configs")) {
      assertThat(((ObjectNode) job).remove("kubernetes_sd_configs")).isNotNull();
    }
    YAML.writeValue(folder.resolve("prometheus.yml").toFile(), configuration);

    Said said = Promtool.run(folder, List.of("check", "config", "prometheus.yml"));

    assertThat(said.exit()).as(said.words()).isZero();
  }
}
