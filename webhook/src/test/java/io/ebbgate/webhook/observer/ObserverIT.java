package io.ebbgate.webhook.observer;

import static io.ebbgate.webhook.observer.ObservedCluster.CLEAN;
import static io.ebbgate.webhook.observer.ObservedCluster.GRACE;
import static io.ebbgate.webhook.observer.ObservedCluster.gauge;
import static io.ebbgate.webhook.observer.ObservedCluster.name;
import static io.ebbgate.webhook.observer.ObservedCluster.seen;
import static io.ebbgate.webhook.observer.ObservedCluster.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.testkit.Await;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a real API server, whose pods a hand moves. */
@Tag("cluster")
@Timeout(180)
class ObserverIT {
  @TempDir Path folder;
  private ObservedCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = ObservedCluster.start(folder);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void tellsOfADrainByAnEventOnThePodAndOneOnItsWorkload() throws Exception {
    MeterRegistry counted = new SimpleMeterRegistry();
    try (Observer _ = cluster.observer(counted, true)) {
      cluster.leave(cluster.kubelet().serve("gateway-1"), CLEAN);
      Await.until("two Events", () -> cluster.events().size() == 2);

      assertThat(cluster.events())
          .allSatisfy(event -> {
            assertThat(event.getReason()).isEqualTo("DrainCompleted");
            assertThat(event.getAction()).isEqualTo("Drain");
            assertThat(event.getType()).isEqualTo("Normal");
            assertThat(event.getNote()).startsWith("clean: held 6.7 s of 60.0 s");
          })
          .extracting(event -> event.getRegarding().getKind())
          .containsExactlyInAnyOrder("Pod", "Deployment");
      Await.until("it is counted", () -> told(counted, Outcome.CLEAN) == 1);
    }
  }

  @Test
  void tellsOfThePodThatLeftWithoutAWord() throws Exception {
    MeterRegistry counted = new SimpleMeterRegistry();
    try (Observer _ = cluster.observer(counted, true)) {
      Pod pod = cluster.kubelet().serve("gateway-1");
      seen(counted);
      cluster.kubelet().delete(name(pod), GRACE);
      cluster.kubelet().gone(name(pod));
      Await.until("it is lost", () -> told(counted, Outcome.LOST) == 1);

      assertThat(cluster.events()).extracting(Event::getReason).containsOnly("DrainLost");
    }
  }

  @Test
  void tellsTheSidecarOfAShorterGraceAndNotOfItsOwn() throws Exception {
    try (Deadlines sidecar = Deadlines.open(HandKubelet.ADDRESS);
        Observer _ = cluster.observer(new SimpleMeterRegistry(), false)) {
      cluster.kubelet().delete(name(cluster.kubelet().serve("gateway-1")), GRACE);
      cluster.kubelet().delete(name(cluster.kubelet().serve("gateway-2")), Duration.ofSeconds(8));
      assertThat(sidecar.next()).isEqualTo(HandKubelet.TOKEN + " {\"seconds\": 8}");
      cluster.kubelet().delete("gateway-1", Duration.ofSeconds(5));

      assertThat(sidecar.next()).isEqualTo(HandKubelet.TOKEN + " {\"seconds\": 5}");
    }
  }

  @Test
  void goesOnWhereItWasWhenTheApiServerComesBack() throws Exception {
    MeterRegistry counted = new SimpleMeterRegistry();
    try (Observer _ = cluster.observer(counted, true)) {
      Pod stays = cluster.kubelet().serve("gateway-1");
      seen(counted);
      cluster.api().leave();
      Await.until("the watch is down", () -> gauge(counted, MetricNames.OBSERVER_WATCHING) == 0);
      cluster.api().arrive();
      Pod comes = cluster.kubelet().serve("gateway-2");
      Await.until("the new one is seen", () -> gauge(counted, MetricNames.INJECTED_PODS) == 2);
      cluster.leave(stays, CLEAN);
      cluster.leave(comes, CLEAN);
      Await.until("both are told of", () -> told(counted, Outcome.CLEAN) == 2);

      assertThat(cluster.events()).hasSize(4);
    }
  }

  @Test
  void showsSidecarsThatDoNotStart() throws Exception {
    MeterRegistry counted = new SimpleMeterRegistry();
    try (Observer _ = cluster.observer(counted, false)) {
      Pod fresh = cluster.kubelet().serve("gateway-1");
      cluster.kubelet().starve(name(fresh), Instant.now());
      cluster
          .kubelet()
          .starve(name(cluster.kubelet().serve("gateway-2")), Instant.now().minusSeconds(61));

      Await.until("the older one is shown", () -> notStarted(counted, "image") == 1);
      assertThat(notStarted(counted, "crash")).isZero();
    }
  }

  private static double notStarted(MeterRegistry counted, String reason) {
    return counted.get(MetricNames.SIDECARS_NOT_STARTED).tag("reason", reason).gauge().value();
  }
}
