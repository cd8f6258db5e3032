package io.ebbgate.webhook.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hundred renewals, twenty of them of the authority, under two hundred reviews a second. */
@Tag("cluster")
@Timeout(300)
class RotationSoakIT {
  private static final int AUTHORITIES = 20;
  private static final int RENEWALS = 100;
  private static final int A_SECOND = 200;

  @Test
  void losesNoReviewThroughAHundredRenewals(@TempDir Path folder) throws Exception {
    try (TestCluster cluster = TestCluster.start(folder);
        Replica one = Replica.start(cluster, "one", TestCluster.hurried());
        Replica two = Replica.start(cluster, "two", TestCluster.hurried())) {
      Await.until("both ready", () -> one.isReady() && two.isReady());
      Load load = new Load(cluster, List.of(one, two));
      load.warmUp();
      load.start();
      while (load.failures.isEmpty() && !through(one, two)) {
        Thread.sleep(100);
      }
      load.stop();

      System.out.printf(
          "%d reviews, %d failed, %.0f renewals of leaves, %.0f of the authority, %d trusted%n",
          load.reviews.get(),
          load.failures.size(),
          renewals(one, two),
          authorities(one, two),
          cluster.bundle().size());
      assertThat(load.failures).isEmpty();
      assertThat(load.reviews.get()).isGreaterThan(AUTHORITIES * A_SECOND);
    }
  }

  private static boolean through(Replica one, Replica two) {
    return authorities(one, two) >= AUTHORITIES && renewals(one, two) >= RENEWALS;
  }

  private static double authorities(Replica one, Replica two) {
    return one.metric(MetricNames.AUTHORITY_RENEWALS) + two.metric(MetricNames.AUTHORITY_RENEWALS);
  }

  private static double renewals(Replica one, Replica two) {
    return one.metric(MetricNames.CERTIFICATE_RENEWALS)
        + two.metric(MetricNames.CERTIFICATE_RENEWALS);
  }

  /** Reviews at a steady rate to both replicas in turn, by whatever bundle is registered. */
  private static final class Load {
    final AtomicLong reviews = new AtomicLong();
    final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final TestCluster cluster;
    private final List<Replica> replicas;
    private final AtomicReference<BundleClient> client;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final ExecutorService users = Executors.newVirtualThreadPerTaskExecutor();

    Load(TestCluster cluster, List<Replica> replicas) throws Exception {
      this.cluster = cluster;
      this.replicas = replicas;
      client = new AtomicReference<>(new BundleClient(cluster.bundle()));
    }

    /** Or the first second would measure how both sides are compiled. */
    void warmUp() throws InterruptedException {
      for (int i = 0; i < 5 * A_SECOND; i++) {
        var _ = client.get().review(replicas.get(i % replicas.size()).port());
      }
    }

    void start() {
      var _ =
          clock.scheduleAtFixedRate(
              () -> users.execute(this::review), 0, 1_000_000 / A_SECOND, TimeUnit.MICROSECONDS);
      var _ = clock.scheduleWithFixedDelay(this::learn, 0, 300, TimeUnit.MILLISECONDS);
    }

    private void review() {
      int turn = (int) (reviews.getAndIncrement() % replicas.size());
      try {
        client.get().review(replicas.get(turn).port()).ifPresent(failures::add);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void learn() {
      try {
        var bundle = cluster.bundle();
        if (!client.get().isOf(bundle)) {
          client.set(new BundleClient(bundle));
        }
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }

    void stop() throws InterruptedException {
      clock.shutdown();
      assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      users.shutdown();
      assertThat(users.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
