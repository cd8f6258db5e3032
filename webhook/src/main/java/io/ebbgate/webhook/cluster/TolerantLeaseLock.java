package io.ebbgate.webhook.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * A Lease lock that treats an incomplete Lease as unheld: the chart creates the Lease empty, and a
 * leader that stops clears the holder. fabric8's own lock fails on such a Lease, and an elector
 * that failed neither ends nor tries again.
 */
final class TolerantLeaseLock extends LeaseLock {
  private static final ZonedDateTime NEVER = Instant.EPOCH.atZone(ZoneOffset.UTC);

  TolerantLeaseLock(Cluster cluster, String name, String identity) {
    super(cluster.namespace(), name, identity);
  }

  @Override
  protected LeaderElectionRecord toRecord(Lease lease) {
    LeaseSpec spec = lease.getSpec();
    if (spec != null && isComplete(spec)) {
      return super.toRecord(lease);
    }
    int transitions = Optional.ofNullable(spec).map(LeaseSpec::getLeaseTransitions).orElse(0);
    return new LeaderElectionRecord("", Duration.ZERO, NEVER, NEVER, transitions);
  }

  private static boolean isComplete(LeaseSpec spec) {
    return spec.getHolderIdentity() != null
        && spec.getLeaseDurationSeconds() != null
        && spec.getAcquireTime() != null
        && spec.getRenewTime() != null;
  }
}
