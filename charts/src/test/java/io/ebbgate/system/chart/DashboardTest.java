package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.chart.HelmChart;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The dashboard as Grafana's sidecar gets it. */
class DashboardTest {
  private static final Path FILE = HelmChart.FOLDER.resolve("dashboards/ebbgate.json");

  /** {@code kubectl apply} keeps a copy in an annotation, which has a limit. */
  private static final int MOST = 256 * 1024;

  private final ConfigMap made =
      HelmChart.rendered("dashboards: {enabled: true, annotations: {grafana_folder: Gateways}}")
          .only(ConfigMap.class);

  @Test
  void isRenderedOnlyWhereItIsEnabled() {
    assertThat(HelmChart.rendered(HelmChart.NO_VALUES).all(ConfigMap.class)).isEmpty();
  }

  /** What stands between two pairs of braces in it is Grafana's, not Helm's. */
  @Test
  void comesAsItIs() throws IOException {
    assertThat(made.getData()).containsOnlyKeys("ebbgate.json");
    assertThat(made.getData().get("ebbgate.json")).isEqualTo(Files.readString(FILE));
    assertThat(Files.size(FILE)).isLessThan(MOST);
  }

  @Test
  void hasTheLabelThatGrafanasChartsLookFor() {
    assertThat(made.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(made.getMetadata().getAnnotations()).containsEntry("grafana_folder", "Gateways");
    assertThat(made.getMetadata().getNamespace()).isEqualTo(HelmChart.NAMESPACE);
  }

  @Test
  void asksTheApiServerForTheWebhookThatIsRegistered() throws IOException {
    String name = HelmChart.rendered(HelmChart.NO_VALUES).registration().getName();

    assertThat(Files.readString(FILE, StandardCharsets.UTF_8))
        .contains("name=\\\"" + name + "\\\"");
  }

  @Test
  void warnsWhereNoObserverCountsDrains() {
    assertThat(HelmChart.notes("{dashboards: {enabled: true}, observer: {enabled: false}}"))
        .contains("observer.enabled is false");
    assertThat(HelmChart.notes("dashboards: {enabled: true}")).doesNotContain("are not counted");
  }
}
