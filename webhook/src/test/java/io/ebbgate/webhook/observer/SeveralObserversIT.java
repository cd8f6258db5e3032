package io.ebbgate.webhook.observer;

import static io.ebbgate.webhook.observer.ObservedCluster.CLEAN;
import static io.ebbgate.webhook.observer.ObservedCluster.gauge;
import static io.ebbgate.webhook.observer.ObservedCluster.published;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.testkit.Await;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several replicas watch, and each drain is published once, whichever of them leads. */
@Tag("cluster")
@Timeout(180)
class SeveralObserversIT {
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
}
