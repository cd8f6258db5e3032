package io.ebbgate.webhook.observer;

import static io.ebbgate.webhook.observer.ObservedCluster.CLEAN;
import static io.ebbgate.webhook.observer.ObservedCluster.gauge;
import static io.ebbgate.webhook.observer.ObservedCluster.told;
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

/** Several replicas watch, and each drain is told of once, whichever of them is to write. */
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
  void tellsOfEachDrainOnceHoweverManyWatchAndWrite() throws Exception {
    MeterRegistry one = new SimpleMeterRegistry();
    MeterRegistry other = new SimpleMeterRegistry();
    try (Observer _ = cluster.observer(one, true);
        Observer _ = cluster.observer(other, true)) {
      for (int pod = 1; pod <= 5; pod++) {
        cluster.leave(cluster.kubelet().serve("gateway-" + pod), CLEAN);
      }
      Await.until(
          "five are counted", () -> told(one, Outcome.CLEAN) + told(other, Outcome.CLEAN) >= 5);

      assertThat(cluster.events()).hasSize(10);
      assertThat(told(one, Outcome.CLEAN) + told(other, Outcome.CLEAN)).isEqualTo(5);
    }
  }

  @Test
  void tellsWhatItSawBeforeItWasToWrite() throws Exception {
    MeterRegistry counted = new SimpleMeterRegistry();
    AtomicBoolean leader = new AtomicBoolean();
    try (Observer _ = cluster.observer(counted, leader)) {
      cluster.leave(cluster.kubelet().serve("gateway-1"), CLEAN);
      Await.until("the pod is gone", () -> cluster.kubelet().pod("gateway-1").get() == null);
      assertThat(cluster.events()).isEmpty();
      leader.set(true);
      Await.until("it is counted", () -> told(counted, Outcome.CLEAN) == 1);

      assertThat(cluster.events()).hasSize(2);
    }
  }

  @Test
  void tellsAWhileLaterWhatTheOneThatWritesDidNotTell() throws Exception {
    MeterRegistry silent = new SimpleMeterRegistry();
    MeterRegistry counted = new SimpleMeterRegistry();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    try (Observer _ = cluster.observer(counted, new AtomicBoolean(), now::get)) {
      cluster.leave(cluster.kubelet().serve("gateway-1"), CLEAN);
      Await.until("the drain waits", () -> gauge(counted, MetricNames.DRAIN_REPORTS_PENDING) == 1);
      try (Observer _ = cluster.observer(silent, true)) {
        now.set(now.get().plusSeconds(31));
        Await.until("it is counted", () -> told(counted, Outcome.CLEAN) == 1);
      }
      assertThat(cluster.events()).hasSize(2);
      assertThat(told(silent, Outcome.CLEAN)).isZero();
    }
  }

  @Test
  void tellsNothingThatTheOneThatWritesHasTold() throws Exception {
    MeterRegistry leader = new SimpleMeterRegistry();
    MeterRegistry second = new SimpleMeterRegistry();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    try (Observer _ = cluster.observer(leader, true);
        Observer _ = cluster.observer(second, new AtomicBoolean(), now::get)) {
      cluster.leave(cluster.kubelet().serve("gateway-1"), CLEAN);
      Await.until("it is counted", () -> told(leader, Outcome.CLEAN) == 1);
      Await.until("the other knows", () -> gauge(second, MetricNames.DRAIN_REPORTS_PENDING) == 1);
      now.set(now.get().plusSeconds(31));
      Await.until("the other is done", () -> gauge(second, MetricNames.DRAIN_REPORTS_PENDING) == 0);

      assertThat(cluster.events()).hasSize(2);
      assertThat(told(second, Outcome.CLEAN)).isZero();
    }
  }
}
