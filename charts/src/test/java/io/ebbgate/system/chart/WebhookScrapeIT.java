package io.ebbgate.system.chart;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.InstalledCluster;
import io.ebbgate.tool.chart.RenderedChart;
import io.ebbgate.tool.chart.Replica;
import io.ebbgate.tool.demo.GatewayManifest;
import io.ebbgate.tool.prometheus.OpenMetrics;
import io.ebbgate.tool.prometheus.Scrape;
import io.ebbgate.webhook.load.Balancer;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the webhook's own program answers when it has injected a pod and seen it terminate, and the
 * API server's metrics of it, beside what was recorded of both. {@code -Dscrape=rewrite} records
 * them anew.
 */
@Tag("cluster")
@Timeout(180)
class WebhookScrapeIT {
  private static final RenderedChart CHART = HelmChart.rendered(HelmChart.NO_VALUES);
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String API_SERVERS = "apiserver_admission_webhook_";
  private static final String RUNNING =
      """
      {"phase": "Running", "podIP": "127.0.0.1",
       "conditions": [{"type": "Ready", "status": "True"}]}
      """;
  private static final String CLEAN =
      """
      {"verdict":"clean","provisional":false,"trigger":"deletion",\
      "startedAt":"2026-11-21T19:47:19.193Z","holdSeconds":6.7,"budgetSeconds":60,\
      "connections":{"start":4,"end":0},"requests":{"start":4,"end":0}}\
      """;

  @Test
  void hasTheMetricsThatWereRecorded(@TempDir Path folder) throws Exception {
    try (InstalledCluster cluster = InstalledCluster.start(folder);
        Balancer service = Balancer.open(InetAddress.ofLiteral("127.0.0.1"), Duration.ZERO)) {
      cluster.install(CHART, service.address().getPort());
      cluster.namespace("demo", "privileged");
      var _ = create(cluster);
      try (Replica replica = cluster.replica(CHART, "ebbgate-1", "127.0.6.1", Map.of())) {
        service.update(replica.name(), replica.awaitReady().admission(), Balancer.State.READY);
        String name = injected(cluster);
        replica.awaitMetric(MetricNames.INJECTED_PODS + " 1", SOON);
        terminate(cluster, name);
        replica.awaitMetric("verdict=\"clean\",workload=\"gateway\"} 1", SOON);
        // Of the pod without a review.
        replica.awaitMetric(MetricNames.INJECTION_GAP + "{", SOON);
        replica.collect();
        replica.awaitMetric("jvm_gc_pause_seconds_count", SOON);

        String text = replica.metrics();
        compare("webhook", text);
        assertThat(OpenMetrics.samples(folder, replica.uri(Paths.METRICS)))
            .isEqualTo(Scrape.of(text).samples().size());
      }
      service.update("ebbgate-1", service.address(), Balancer.State.OUT);
      Await.until("a pod was created as it is", () -> !isInjected(create(cluster)));
      compare("apiserver", ofTheApiServer(cluster));
    }
  }

  private static void compare(String program, String text) throws Exception {
    Scrape.record(program, text);
    assertThat(Scrape.of(text).shapes())
        .as("-Dscrape=rewrite records them")
        .isEqualTo(Scrape.recorded(program).shapes());
  }

  /** It hears of a registration a moment later. */
  private static String injected(InstalledCluster cluster) throws InterruptedException {
    Pod[] made = new Pod[1];
    Await.until(
        "injected",
        () -> {
          made[0] = create(cluster);
          return isInjected(made[0]);
        });
    return made[0].getMetadata().getName();
  }

  private static boolean isInjected(Pod pod) {
    return pod.getMetadata().getLabels().containsKey(Labels.INJECTED);
  }

  /** One of a Deployment, on a node that does not exist. */
  private static Pod create(InstalledCluster cluster) {
    try {
      ObjectNode pod = GatewayManifest.read().pod(8_080);
      pod.withObject("/metadata/labels").put("pod-template-hash", "5d4f8c7b9");
      pod.withObject("/spec").put("nodeName", "node-a");
      return (Pod) cluster.admin().resource(pod.toString()).create();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** With the status that its kubelet would write. */
  private static void terminate(InstalledCluster cluster, String name) {
    cluster.status("demo", name, RUNNING);
    cluster.delete("demo", name, 30);
    cluster.status(
        "demo",
        name,
        """
        {"initContainerStatuses": [{"name": "%s", "image": "sidecar", "imageID": "sidecar",
          "ready": false, "restartCount": 0,
          "state": {"terminated": {"exitCode": 0, "message": "%s"}}}]}
        """
            .formatted(Containers.SIDECAR, CLEAN.replace("\"", "\\\"")));
    cluster.delete("demo", name, 0);
  }

  private static String ofTheApiServer(InstalledCluster cluster) {
    return cluster
        .admin()
        .raw("/metrics")
        .lines()
        .filter(line -> line.startsWith(API_SERVERS))
        .collect(joining("\n", "", "\n"));
  }
}
