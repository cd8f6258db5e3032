package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.InstalledCluster;
import io.ebbgate.tool.chart.RenderedChart;
import io.ebbgate.tool.chart.Replica;
import io.ebbgate.tool.demo.GatewayManifest;
import io.ebbgate.tool.demo.Images;
import io.ebbgate.tool.demo.PodAddresses;
import io.ebbgate.tool.kubelet.RunningPod;
import io.ebbgate.tool.load.Backend;
import io.ebbgate.webhook.load.Balancer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the chart's values to a drained Envoy: a real API server asks the installed webhook for a
 * gateway pod, and what comes back is run as its kubelet would run it.
 */
@Tag("cluster")
@Timeout(180)
class InjectedGatewayIT {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final RenderedChart CHART =
      HelmChart.rendered(
          "{sidecar: {image: {tag: dev}}, defaults: {minDrain: 1s, quietPeriod: 500ms,"
              + " drainTimeout: 20s}}");

  @Test
  void drainsAsTheChartsValuesSay(@TempDir Path folder) throws Exception {
    Images images =
        Images.of(
            Path.of(System.getProperty("ebbgate.root", ".")),
            System.getProperty("ebbgate.version", ""),
            folder.resolve("pods"));
    try (InstalledCluster cluster = InstalledCluster.start(folder);
        Balancer service = Balancer.open(InetAddress.ofLiteral("127.0.0.1"), Duration.ZERO);
        Backend backend = Backend.open(HERE)) {
      cluster.install(CHART, service.address().getPort());
      try (Replica replica = cluster.replica(CHART, "ebbgate-1", "127.0.5.1", Map.of())) {
        service.update(replica.name(), replica.awaitReady().admission(), Balancer.State.READY);
        JsonNode pod = injected(cluster, backend.address().getPort());
        try (RunningPod running =
            RunningPod.start(
                pod,
                images.place(PodAddresses.free(1).getFirst(), "gateway"),
                System::nanoTime,
                new SplittableRandom(1))) {
          running.awaitReady(Duration.ofSeconds(30));

          running.delete().get(30, TimeUnit.SECONDS);

          JsonNode verdict =
              new ObjectMapper().readTree(running.terminationMessage(Containers.SIDECAR));
          assertThat(verdict.path(VerdictFields.VERDICT).asText())
              .isEqualTo(Outcome.CLEAN.wireName());
          assertThat(verdict.path(VerdictFields.BUDGET_SECONDS).asDouble()).isEqualTo(20);
          assertThat(verdict.path(VerdictFields.HOLD_SECONDS).asDouble()).isLessThan(5);
        }
      }
    }
  }

  /** The pod as the API server would store it; it hears of a registration a moment later. */
  private static JsonNode injected(InstalledCluster cluster, int backend) throws Exception {
    ObjectNode manifest = GatewayManifest.read().pod(backend);
    String namespace = manifest.at("/metadata/namespace").asText();
    cluster.namespace(namespace, "privileged");
    HasMetadata[] made = new HasMetadata[1];
    Await.until(
        "injected",
        () -> {
          made[0] = cluster.admin().resource(manifest.toString()).dryRun().create();
          return made[0].getMetadata().getLabels().containsKey(Labels.INJECTED);
        });
    return new ObjectMapper()
        .readTree(cluster.admin().getKubernetesSerialization().asJson(made[0]));
  }
}
