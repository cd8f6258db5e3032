package io.ebbgate.webhook.cluster;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import java.time.Duration;
import java.util.Optional;
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

  private final Cluster cluster;
  private final String lease;
  private final String identity;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().daemon().name("leadership-", 0).factory());
  private CompletableFuture<?> term = CompletableFuture.completedFuture(null);
  private boolean closed;
  private volatile boolean leader;

  private Leadership(Cluster cluster, String lease, String identity) {
    this.cluster = cluster;
    this.lease = lease;
    this.identity = identity;
  }

  /** Takes part under that name, until it is closed. */
  public static Leadership seek(Cluster cluster, String lease, String identity) {
    Leadership leadership = new Leadership(cluster, lease, identity);
    leadership.threads.execute(leadership::elect);
    return leadership;
  }

  private void elect() {
    Optional<CompletableFuture<?>> next = begin();
    while (next.isPresent()) {
      try {
        next.get().join();
      } catch (CancellationException | CompletionException ended) {
        LOG.debug("a term has ended", ended);
      }
      leads(false);
      next = begin();
    }
  }

  /** An elector has one term, which ends when the Lease is lost. */
  private synchronized Optional<CompletableFuture<?>> begin() {
    if (closed) {
      return Optional.empty();
    }
    term =
        new LeaderElectorBuilder(cluster.client(), threads)
            .withConfig(
                new LeaderElectionConfigBuilder()
                    .withName(lease)
                    .withLeaseDuration(LEASE)
                    .withRenewDeadline(RENEW)
                    .withRetryPeriod(RETRY)
                    .withReleaseOnCancel(true)
                    .withLock(new OwnLease(cluster, lease, identity))
                    .withLeaderCallbacks(
                        new LeaderCallbacks(() -> leads(true), () -> leads(false), _ -> {}))
                    .build())
            .build()
            .start();
    return Optional.of(term);
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

  /** Leaves, so that another replica needs not wait until the Lease has run out. */
  @Override
  public synchronized void close() {
    closed = true;
    var _ = term.cancel(true);
    threads.shutdown();
  }
}
