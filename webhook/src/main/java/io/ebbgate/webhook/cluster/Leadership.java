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
 * Leader election among the replicas. Only writing depends on it: two leaders at once are kept from
 * conflicts by resource versions, and without a leader renewals wait.
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

  /** Takes part in the election under that identity until closed. */
  public static Leadership start(Cluster cluster, String lease, String identity) {
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
        LOG.debug("leader election term ended", ended);
      }
      setLeader(false);
      next = begin();
    }
  }

  /** An elector serves for one term, which ends when the Lease is lost. */
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
                    .withLock(new TolerantLeaseLock(cluster, lease, identity))
                    .withLeaderCallbacks(
                        new LeaderCallbacks(() -> setLeader(true), () -> setLeader(false), _ -> {}))
                    .build())
            .build()
            .start();
    return Optional.of(term);
  }

  private void setLeader(boolean now) {
    if (leader != now) {
      LOG.info(now ? "became leader" : "stopped leading");
    }
    leader = now;
  }

  /** Whether this replica is the leader. */
  public boolean isLeader() {
    return leader;
  }

  /** Releases the Lease, so that a standby does not have to wait until it expires. */
  @Override
  public synchronized void close() {
    closed = true;
    var _ = term.cancel(true);
    threads.shutdown();
  }
}
