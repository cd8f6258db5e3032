package io.ebbgate.webhook.cluster;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which replica writes. Nothing but writing depends on it: two that write at once still agree, by
 * resource versions, and none that does only lets the renewal wait.
 */
public final class Leadership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration RENEW = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final LeaderElector elector;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().daemon().name("leadership-", 0).factory());
  private volatile boolean leader;
  private volatile boolean closed;

  private Leadership(Cluster cluster, String lease, String identity) {
    elector =
        new LeaderElectorBuilder(cluster.client(), threads)
            .withConfig(
                new LeaderElectionConfigBuilder()
                    .withName(lease)
                    .withLeaseDuration(LEASE)
                    .withRenewDeadline(RENEW)
                    .withRetryPeriod(RETRY)
                    .withReleaseOnCancel(true)
                    .withLock(new LeaseLock(cluster.namespace(), lease, identity))
                    .withLeaderCallbacks(
                        new LeaderCallbacks(() -> leads(true), () -> leads(false), _ -> {}))
                    .build())
            .build();
  }

  /** Takes part under that name, until it is closed. */
  public static Leadership seek(Cluster cluster, String lease, String identity) {
    Leadership leadership = new Leadership(cluster, lease, identity);
    leadership.threads.execute(leadership::elect);
    return leadership;
  }

  private void elect() {
    // An elector ends when it has lost; the next turn is ours to begin.
    while (!closed) {
      CompletableFuture<?> term = elector.start();
      try {
        term.join();
      } catch (CancellationException | CompletionException ended) {
        leads(false);
      }
    }
  }

  private void leads(boolean leads) {
    if (leader != leads) {
      LOG.info(leads ? "this replica writes" : "another replica writes");
    }
    leader = leads;
  }

  public boolean isLeader() {
    return leader;
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
  }
}
