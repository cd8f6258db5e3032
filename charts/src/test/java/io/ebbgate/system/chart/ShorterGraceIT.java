package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.InjectedPods;
import io.ebbgate.tool.chart.InstalledCluster;
import io.ebbgate.tool.chart.Measurement;
import io.ebbgate.tool.chart.RenderedChart;
import io.ebbgate.tool.chart.Replica;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon after a deletion the webhook has sent a sidecar its shorter grace, and beside it how
 * soon a bare watch saw that deletion: beside an API server alone, where no node takes processors
 * from it. What was measured is written to {@code charts/target/shorter-grace.json}.
 */
@Tag("cluster")
@Timeout(180)
class ShorterGraceIT {
  private static final int PODS = 40;
  private static final String NAMESPACE = "shop";
  private static final String ADDRESS = "127.0.0.40";
  private static final String RUNNING = "{\"phase\": \"Running\", \"podIP\": \"" + ADDRESS + "\"}";
  private static final Duration GRACE = Duration.ofSeconds(8);
  private static final Duration BOUND = Duration.ofMillis(200);

  private final BlockingQueue<Long> informed = new LinkedBlockingQueue<>();
  private final BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
  private final List<Long> toldMillis = new ArrayList<>();
  private final List<Long> seenMillis = new ArrayList<>();

  @Test
  void mostlyArrivesWithinTwoHundredMilliseconds(@TempDir Path folder) throws Exception {
    RenderedChart chart = HelmChart.rendered(HelmChart.NO_VALUES);
    HttpServer sidecars = sidecars();
    try (InstalledCluster cluster = InstalledCluster.start(folder)) {
      cluster.install(chart, 9);
      make(cluster);
      try (Replica webhook = cluster.replica(chart, "webhook", "127.0.0.2", Map.of());
          Watch _ = cluster.admin().pods().inNamespace(NAMESPACE).watch(new Seen())) {
        webhook
            .awaitReady()
            .awaitMetric(MetricNames.INJECTED_PODS + " " + (double) PODS, Duration.ofMinutes(1));
        for (int number = 0; number < PODS; number++) {
          delete(cluster, number);
        }
      }
      Measurement.nothing()
          .with("deletions", PODS)
          .with("toldFirstMillis", toldMillis.getFirst())
          .with("toldMedianMillis", median(toldMillis))
          .with("toldMostMillis", Collections.max(toldMillis))
          .with("seenFirstMillis", seenMillis.getFirst())
          .with("seenMedianMillis", median(seenMillis))
          .with("seenMostMillis", Collections.max(seenMillis))
          .write("shorter-grace", cluster);
    } finally {
      sidecars.stop(0);
    }
    assertThat(Duration.ofMillis(median(toldMillis))).isLessThan(BOUND);
  }

  /** All of them are one here. */
  private HttpServer sidecars() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), Ports.HOOK);
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        Paths.DEADLINE,
        call -> {
          informed.add(System.nanoTime());
          call.sendResponseHeaders(204, -1);
          call.close();
        });
    server.start();
    return server;
  }

  private static void make(InstalledCluster cluster) {
    cluster.namespace(NAMESPACE, "privileged");
    for (int number = 0; number < PODS; number++) {
      Pod pod = InjectedPods.named(NAMESPACE, "edge-" + number, "node-a");
      var _ = cluster.admin().resource(pod).create();
      cluster.status(NAMESPACE, "edge-" + number, RUNNING);
    }
  }

  private void delete(InstalledCluster cluster, int number) throws InterruptedException {
    long asked = System.nanoTime();
    cluster.delete(NAMESPACE, "edge-" + number, GRACE.toSeconds());
    toldMillis.add(millis(asked, informed));
    seenMillis.add(millis(asked, seen));
  }

  private static long millis(long from, BlockingQueue<Long> moments) throws InterruptedException {
    Long moment = moments.poll(20, TimeUnit.SECONDS);
    assertThat(moment).as("a deletion was seen and sent").isNotNull();
    return TimeUnit.NANOSECONDS.toMillis(moment - from);
  }

  private final class Seen implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      if (pod.getMetadata().getDeletionTimestamp() != null) {
        seen.add(System.nanoTime());
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      // The test waits for what then does not come.
    }
  }

  private static long median(List<Long> numbers) {
    return numbers.stream().sorted().skip(numbers.size() / 2).findFirst().orElseThrow();
  }
}
