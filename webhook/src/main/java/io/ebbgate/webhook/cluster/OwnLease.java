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
import java.util.stream.Stream;

/**
 * The Lease as an elector reads it. One that lacks something is nobody's: the chart makes it empty,
 * and a holder that leaves takes its name away. The library's own reading fails on such a one, and
 * an elector that failed neither ends nor tries again.
 */
final class OwnLease extends LeaseLock {
  private static final ZonedDateTime LONG_AGO = Instant.EPOCH.atZone(ZoneOffset.UTC);

  OwnLease(Cluster cluster, String name, String identity) {
    super(cluster.namespace(), name, identity);
  }

  @Override
  protected LeaderElectionRecord toRecord(Lease lease) {
    LeaseSpec spec = lease.getSpec();
    if (spec != null && isWhole(spec)) {
      return super.toRecord(lease);
    }
    int transitions = Optional.ofNullable(spec).map(LeaseSpec::getLeaseTransitions).orElse(0);
    return new LeaderElectionRecord("", Duration.ZERO, LONG_AGO, LONG_AGO, transitions);
  }

  private static boolean isWhole(LeaseSpec spec) {
    return Stream.of(
            Optional.ofNullable(spec.getHolderIdentity()),
            Optional.ofNullable(spec.getLeaseDurationSeconds()),
            Optional.ofNullable(spec.getAcquireTime()),
            Optional.ofNullable(spec.getRenewTime()))
        .allMatch(Optional::isPresent);
  }
}
