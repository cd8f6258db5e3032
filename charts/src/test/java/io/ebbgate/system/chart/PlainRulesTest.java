package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.prometheus.PlainRules;
import io.ebbgate.tool.prometheus.ProgramResult;
import io.ebbgate.tool.prometheus.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules without the operator, by the commands of the chart's README. */
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
    JsonNode rendered = HelmChart.rendered(ValueSets.MONITORED).tree("PrometheusRule");

    assertThat(groups).isNotEmpty().isEqualTo(rendered.at("/spec/groups").valueStream().toList());
  }

  /** Debian's promtool is built without Kubernetes service discovery. */
  @Test
  void aPrometheusReadsThem() throws IOException, InterruptedException {
    JsonNode configuration = YAML.readTree(PlainRules.block("yaml"));
    for (JsonNode job : configuration.path("scrape_configs")) {
      assertThat(((ObjectNode) job).remove("kubernetes_sd_configs")).isNotNull();
    }
    YAML.writeValue(folder.resolve("prometheus.yml").toFile(), configuration);

    ProgramResult result = Promtool.run(folder, List.of("check", "config", "prometheus.yml"));

    assertThat(result.exit()).as(result.output()).isZero();
  }
}
