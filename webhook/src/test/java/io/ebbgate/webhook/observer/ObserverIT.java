package io.ebbgate.webhook.observer;

import static io.ebbgate.webhook.observer.ObservedCluster.CLEAN;
import static io.ebbgate.webhook.observer.ObservedCluster.GRACE;
import static io.ebbgate.webhook.observer.ObservedCluster.gauge;
import static io.ebbgate.webhook.observer.ObservedCluster.name;
import static io.ebbgate.webhook.observer.ObservedCluster.published;
import static io.ebbgate.webhook.observer.ObservedCluster.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Annotations;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One replica and several on a real API server, with pods whose status the test writes. Each drain
 * is published once, whichever replica leads.
 */
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
  void publishesADrainAsAnEventOnThePodAndOneOnItsWorkload() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (Observer _ = cluster.observer(registry, true)) {
      cluster.drain(cluster.kubelet().serve("gateway-1"), CLEAN);
      Await.until("two Events", () -> cluster.events().size() == 2);

      assertThat(cluster.events())
          .allSatisfy(event -> {
            assertThat(event.getReason()).isEqualTo("DrainCompleted");
            assertThat(event.getAction()).isEqualTo("Drain");
            assertThat(event.getType()).isEqualTo("Normal");
            assertThat(event.getNote()).startsWith("clean: held 6.7 s of 60.0 s");
            assertThat(event.getMetadata().getAnnotations().get(Annotations.VERDICT))
                .satisfies(
                    json -> assertThat(VerdictJson.read(json)).isEqualTo(VerdictJson.read(CLEAN)));
          })
          .extracting(event -> event.getRegarding().getKind())
          .containsExactlyInAnyOrder("Pod", "Deployment");
      Await.until("it is counted", () -> published(registry, Outcome.CLEAN) == 1);
    }
  }

  @Test
  void publishesALostDrain() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (Observer _ = cluster.observer(registry, true)) {
      Pod pod = cluster.kubelet().serve("gateway-1");
      seen(registry);
      cluster.kubelet().delete(name(pod), GRACE);
      cluster.kubelet().gone(name(pod));
      Await.until("it is lost", () -> published(registry, Outcome.LOST) == 1);

      assertThat(cluster.events()).extracting(Event::getReason).containsOnly("DrainLost");
    }
  }

  @Test
  void sendsTheSidecarAShorterGracePeriodButNotItsOwn() throws Exception {
    try (SidecarCalls sidecar = SidecarCalls.open(HandKubelet.ADDRESS);
        Observer _ = cluster.observer(new SimpleMeterRegistry(), false)) {
      cluster.kubelet().delete(name(cluster.kubelet().serve("gateway-1")), GRACE);
      cluster.kubelet().delete(name(cluster.kubelet().serve("gateway-2")), Duration.ofSeconds(8));
      assertThat(sidecar.next()).isEqualTo(HandKubelet.TOKEN + " {\"seconds\": 8}");
      cluster.kubelet().delete("gateway-1", Duration.ofSeconds(5));

      assertThat(sidecar.next()).isEqualTo(HandKubelet.TOKEN + " {\"seconds\": 5}");
    }
  }

  @Test
  void sendsTheSidecarOfADeletedPodWhetherTheLoadBalancerHasIt() throws Exception {
    try (SidecarCalls sidecar = SidecarCalls.open(HandKubelet.ADDRESS);
        Observer _ = cluster.observer(new SimpleMeterRegistry(), false)) {
      String pod = name(cluster.kubelet().serve("gateway-1"));
      cluster.kubelet().register(pod, "False");
      cluster.kubelet().register(pod, "True");
      cluster.kubelet().delete(pod, GRACE);
      assertThat(sidecar.next()).isEqualTo(HandKubelet.TOKEN + " {\"registered\": true}");
      cluster.kubelet().register(pod, "Unknown");
      cluster.kubelet().register(pod, "False");

      assertThat(sidecar.next()).isEqualTo(HandKubelet.TOKEN + " {\"registered\": false}");
    }
  }

  @Test
  void publishesAnEvictedPodsDrainThoughItsObjectStays() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (Observer _ = cluster.observer(registry, true)) {
      Pod pod = cluster.kubelet().serve("gateway-1");
      seen(registry);
      cluster
          .kubelet()
          .evict(name(pod), CLEAN.replace("\"provisional\":false", "\"provisional\":true"));
      Await.until("it is killed", () -> published(registry, Outcome.KILLED) == 1);

      assertThat(gauge(registry, MetricNames.TERMINATING_PODS)).isZero();
      assertThat(cluster.events()).extracting(Event::getReason).containsOnly("DrainLost");
      cluster.kubelet().gone(name(pod));
      Await.until("it is gone", () -> gauge(registry, MetricNames.INJECTED_PODS) == 0);
      assertThat(published(registry, Outcome.KILLED)).isEqualTo(1);
    }
  }

  @Test
  void continuesWhenTheApiServerIsBack() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (Observer _ = cluster.observer(registry, true)) {
      Pod stays = cluster.kubelet().serve("gateway-1");
      seen(registry);
      cluster.api().stopServer();
      Await.until("the watch is down", () -> gauge(registry, MetricNames.OBSERVER_WATCHING) == 0);
      cluster.api().startServer();
      Pod comes = cluster.kubelet().serve("gateway-2");
      Await.until("the new one is seen", () -> gauge(registry, MetricNames.INJECTED_PODS) == 2);
      cluster.drain(stays, CLEAN);
      cluster.drain(comes, CLEAN);
      Await.until("both are published", () -> published(registry, Outcome.CLEAN) == 2);

      assertThat(cluster.events()).hasSize(4);
    }
  }

  @Test
  void countsSidecarsThatDoNotStart() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (Observer _ = cluster.observer(registry, false)) {
      Pod fresh = cluster.kubelet().serve("gateway-1");
      cluster.kubelet().failImagePull(name(fresh), Instant.now());
      cluster
          .kubelet()
          .failImagePull(
              name(cluster.kubelet().serve("gateway-2")), Instant.now().minusSeconds(61));

      Await.until("the older one is counted", () -> notStarted(registry, "image") == 1);
      assertThat(notStarted(registry, "crash")).isZero();
    }
  }

  @Test
  void publishesEachDrainOnceWithTwoLeaders() throws Exception {
    MeterRegistry one = new SimpleMeterRegistry();
    MeterRegistry other = new SimpleMeterRegistry();
    try (Observer _ = cluster.observer(one, true);
        Observer _ = cluster.observer(other, true)) {
      for (int pod = 1; pod <= 5; pod++) {
        cluster.drain(cluster.kubelet().serve("gateway-" + pod), CLEAN);
      }
      Await.until(
          "five are counted",
          () -> published(one, Outcome.CLEAN) + published(other, Outcome.CLEAN) >= 5);

      assertThat(cluster.events()).hasSize(10);
      assertThat(published(one, Outcome.CLEAN) + published(other, Outcome.CLEAN)).isEqualTo(5);
    }
  }

  @Test
  void publishesWhatItSawBeforeItBecameLeader() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    AtomicBoolean leader = new AtomicBoolean();
    try (Observer _ = cluster.observer(registry, leader)) {
      cluster.drain(cluster.kubelet().serve("gateway-1"), CLEAN);
      Await.until("the pod is deleted", () -> cluster.kubelet().pod("gateway-1").get() == null);
      assertThat(cluster.events()).isEmpty();
      leader.set(true);
      Await.until("it is counted", () -> published(registry, Outcome.CLEAN) == 1);

      assertThat(cluster.events()).hasSize(2);
    }
  }

  @Test
  void publishesLaterWhatTheLeaderDidNotPublish() throws Exception {
    MeterRegistry silent = new SimpleMeterRegistry();
    MeterRegistry registry = new SimpleMeterRegistry();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    try (Observer _ = cluster.observer(registry, new AtomicBoolean(), now::get)) {
      cluster.drain(cluster.kubelet().serve("gateway-1"), CLEAN);
      Await.until("the drain waits", () -> gauge(registry, MetricNames.DRAIN_REPORTS_PENDING) == 1);
      try (Observer _ = cluster.observer(silent, true)) {
        now.set(now.get().plusSeconds(31));
        Await.until("it is counted", () -> published(registry, Outcome.CLEAN) == 1);
      }
      assertThat(cluster.events()).hasSize(2);
      assertThat(published(silent, Outcome.CLEAN)).isZero();
    }
  }

  @Test
  void publishesNothingThatTheLeaderHasPublished() throws Exception {
    MeterRegistry leader = new SimpleMeterRegistry();
    MeterRegistry second = new SimpleMeterRegistry();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    try (Observer _ = cluster.observer(leader, true);
        Observer _ = cluster.observer(second, new AtomicBoolean(), now::get)) {
      cluster.drain(cluster.kubelet().serve("gateway-1"), CLEAN);
      Await.until("it is counted", () -> published(leader, Outcome.CLEAN) == 1);
      Await.until("the other knows", () -> gauge(second, MetricNames.DRAIN_REPORTS_PENDING) == 1);
      now.set(now.get().plusSeconds(31));
      Await.until("the other is done", () -> gauge(second, MetricNames.DRAIN_REPORTS_PENDING) == 0);

      assertThat(cluster.events()).hasSize(2);
      assertThat(published(second, Outcome.CLEAN)).isZero();
    }
  }

  private static double notStarted(MeterRegistry registry, String reason) {
    return registry.get(MetricNames.SIDECARS_NOT_STARTED).tag("reason", reason).gauge().value();
  }
}
