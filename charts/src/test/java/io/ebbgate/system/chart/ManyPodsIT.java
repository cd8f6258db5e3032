package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.InjectedPods;
import io.ebbgate.tool.chart.InstalledCluster;
import io.ebbgate.tool.chart.Measurement;
import io.ebbgate.tool.chart.RenderedChart;
import io.ebbgate.tool.chart.Replica;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What five thousand injected pods cost a replica that watches them, beside one that does not, in
 * the same run. What was measured is written to {@code charts/target/many-pods.json}.
 */
@Tag("cluster")
@Timeout(300)
class ManyPodsIT {
  private static final int PODS = 5_000;
  private static final int AT_ONCE = 8;
  private static final long MOST = 64L << 20;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String NAMESPACE = "shop";

  @Test
  void costAWatcherNoMoreThanSixtyFourMebibytes(@TempDir Path folder) throws Exception {
    RenderedChart chart = HelmChart.rendered(HelmChart.NO_VALUES);
    try (InstalledCluster cluster = InstalledCluster.start(folder)) {
      cluster.install(chart, 9);
      cluster.namespace(NAMESPACE, "privileged");
      Map<String, String> blind = Map.of(WebhookEnv.OBSERVER, "false");
      try (Replica watcher = cluster.replica(chart, "watcher", "127.0.0.2", Map.of());
          Replica other = cluster.replica(chart, "other", "127.0.0.3", blind)) {
        measure(cluster, watcher.awaitReady(), other.awaitReady());
      }
    }
  }

  private static void measure(InstalledCluster cluster, Replica watcher, Replica other)
      throws Exception {
    watcher.awaitMetric(MetricNames.OBSERVER_WATCHING + " 1.0", LIMIT);
    long before = watcher.resident() - other.resident();
    double created =
        perSecond(
            watcher,
            number -> cluster.admin().resource(pod(number)).create(),
            MetricNames.INJECTED_PODS);
    double deleted =
        perSecond(
            watcher,
            number -> cluster.delete(NAMESPACE, "edge-" + number, 60),
            MetricNames.TERMINATING_PODS);
    long more = watcher.resident() - other.resident() - before;
    Measurement.nothing()
        .with("pods", PODS)
        .with("moreBytes", more)
        .with("createdPerSecond", Math.round(created))
        .with("deletedPerSecond", Math.round(deleted))
        .write("many-pods", cluster);

    assertThat(more).isLessThanOrEqualTo(MOST);
  }

  /** Until the watcher counts all of them. */
  private static double perSecond(Replica watcher, IntConsumer each, String metric)
      throws InterruptedException {
    long began = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int number = 0; number < PODS; number++) {
        int one = number;
        threads.execute(() -> each.accept(one));
      }
    }
    watcher.awaitMetric(metric + " " + (double) PODS, LIMIT);
    return PODS / ((System.nanoTime() - began) / 1e9);
  }

  /** An injected gateway on a node that does not exist. */
  private static Pod pod(int number) {
    return InjectedPods.named(NAMESPACE, "edge-" + number, "node-a");
  }
}
