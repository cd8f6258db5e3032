package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.RenderedChart;
import io.ebbgate.webhook.profile.Profiles;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles that are values of the chart, as the program finds them in its folder. */
class ProfileValuesTest {
  private static final Path BUILT_IN =
      Path.of(
          System.getProperty("ebbgate.root"), "webhook", "src", "main", "resources", "profiles");

  @Test
  void areReadAsTheBuiltInOnesAre(@TempDir Path folder) throws Exception {
    List<String> files = new ArrayList<>();
    try (Stream<Path> found = Files.list(BUILT_IN)) {
      for (Path file : found.sorted().toList()) {
        files.add(Files.readString(file));
      }
    }
    RenderedChart chart = HelmChart.rendered("profiles: [" + String.join(",", files) + "]");

    Map<String, String> data = chart.only(ConfigMap.class).getData();
    for (Map.Entry<String, String> each : data.entrySet()) {
      Files.writeString(folder.resolve(each.getKey()), each.getValue());
    }

    assertThat(data).hasSize(files.size());
    assertThat(Profiles.withThoseOf(folder))
        .containsExactlyInAnyOrderElementsOf(Profiles.builtIn());
  }

  @Test
  void areRefusedWithAFieldThatMeansNothing() {
    String values =
        "profiles: [{name: mine, treatment: report, says: '', container: '', admin: 'pod:1',"
            + " evidence: [{colour: red, weight: 1}]}]";

    assertThatThrownBy(() -> HelmChart.rendered(values))
        .hasMessageContaining("additional properties 'colour' not allowed");
  }
}
