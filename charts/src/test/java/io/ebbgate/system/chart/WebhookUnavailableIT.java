package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.InstalledCluster;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chart is installed, and no replica runs yet, or any more. */
@Tag("cluster")
@Timeout(120)
class WebhookUnavailableIT {
  /** A port on which no process listens. */
  private static final int UNUSED = 9;

  private static final PodSpec REPLICA = HelmChart.rendered(HelmChart.NO_VALUES).pod();

  @Test
  void podsAreCreatedAsTheyAreByDefault(@TempDir Path folder) throws Exception {
    try (InstalledCluster cluster = installed(folder, HelmChart.NO_VALUES)) {
      assertThat(cluster.dryRun(REPLICA, "default").getSpec().getInitContainers()).isEmpty();
    }
  }

  /** Otherwise the webhook could not start again. */
  @Test
  void onlyTheOwnNamespaceHasPodsWhereAReviewIsDemanded(@TempDir Path folder) throws Exception {
    try (InstalledCluster cluster = installed(folder, "webhook: {failurePolicy: Fail}")) {
      assertThatThrownBy(() -> cluster.dryRun(REPLICA, "default"))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("inject.ebbgate.io");
      assertThat(cluster.dryRun(REPLICA, HelmChart.NAMESPACE).getSpec().getContainers()).hasSize(1);
    }
  }

  private static InstalledCluster installed(Path folder, String values) throws Exception {
    InstalledCluster cluster = InstalledCluster.start(folder);
    cluster.install(HelmChart.rendered(values), UNUSED);
    return cluster;
  }
}
