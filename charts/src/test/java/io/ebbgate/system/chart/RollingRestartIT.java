package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.testkit.ReviewLoad;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.InstalledCluster;
import io.ebbgate.tool.chart.RenderedChart;
import io.ebbgate.tool.chart.Replica;
import io.ebbgate.webhook.load.Balancer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty rolling restarts of both replicas, one after the other as the Deployment has it: the next
 * one is ready before the one before has to stop, and nodes learn of that a second later.
 */
@Tag("cluster")
@Timeout(600)
class RollingRestartIT {
  private static final int RESTARTS = 20;
  private static final int REPLICAS = 2;
  private static final int A_SECOND = 200;
  private static final Duration NEWS = Duration.ofSeconds(1);
  private static final RenderedChart CHART =
      HelmChart.rendered("{stopDelaySeconds: 3, tls: {self: {caPropagation: 1s}}}");

  private final Deque<Replica> serving = new ArrayDeque<>();
  private final List<Replica> stopped = new ArrayList<>();
  private int started;

  @Test
  void losesNoReview(@TempDir Path folder) throws Exception {
    try (InstalledCluster cluster = InstalledCluster.start(folder);
        Balancer service = Balancer.open(InetAddress.ofLiteral("127.0.0.1"), NEWS)) {
      cluster.install(CHART, service.address().getPort());
      try {
        // The first writes an archive of its classes for the others: on a node of its own a new
        // replica would take no processor from those that serve.
        surge(cluster, service);
        retire(service, serving.removeFirst());
        stopped.removeFirst().end(Duration.ofSeconds(60));
        for (int i = 0; i < REPLICAS; i++) {
          surge(cluster, service);
        }
        ReviewLoad load = new ReviewLoad(cluster::caBundle, () -> service.address().getPort());
        load.warmUp(5 * A_SECOND);
        load.start(A_SECOND);
        for (int i = 0; i < RESTARTS * REPLICAS && load.failures().isEmpty(); i++) {
          surge(cluster, service);
          retire(service, serving.removeFirst());
        }
        load.stop();
        System.out.printf(
            "%d reviews, %d failed, through %d restarts of %d replicas%n",
            load.reviews(), load.failures().size(), stopped.size() / REPLICAS, REPLICAS);

        assertThat(load.failures()).isEmpty();
        assertThat(stopped).hasSize(RESTARTS * REPLICAS);
        for (Replica each : stopped) {
          assertThat(each.end(Duration.ofSeconds(30))).as(each.log()).isZero();
        }
      } finally {
        serving.forEach(Replica::close);
        stopped.forEach(Replica::close);
      }
    }
  }

  /** Another replica, which is called once nodes know that it is ready. */
  private void surge(InstalledCluster cluster, Balancer service) throws Exception {
    started++;
    Replica replica =
        cluster.replica(
            CHART,
            "ebbgate-" + started,
            "127.0.4." + started,
            Map.of(WebhookEnv.TLS_NAMES, CHART.variable(WebhookEnv.TLS_NAMES) + ",127.0.0.1"));
    serving.addLast(replica);
    replica.awaitReady();
    service.update(replica.name(), replica.admission(), Balancer.State.READY);
    // The Deployment's controller counts a replica in when it is ready; nodes hear of it later.
    Thread.sleep(NEWS.toMillis());
  }

  private void retire(Balancer service, Replica replica) {
    stopped.add(replica);
    service.update(replica.name(), replica.admission(), Balancer.State.OUT);
    replica.terminate();
  }
}
