package io.ebbgate.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.tls.TestCluster;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One replica leads, whatever happens to the Lease. */
@Tag("cluster")
@Timeout(120)
class LeadershipIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;
  private TestCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = TestCluster.start(folder);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Leadership elect(String name) {
    return Leadership.start(cluster.webhook(), TestCluster.LEASE, name);
  }

  private Resource<Lease> lease() {
    return cluster.admin().leases().inNamespace(TestCluster.NAMESPACE).withName(TestCluster.LEASE);
  }

  @Test
  void takesAnEmptyLease() throws Exception {
    var _ =
        cluster
            .admin()
            .resource(
                new LeaseBuilder()
                    .withNewMetadata()
                    .withName(TestCluster.LEASE)
                    .withNamespace(TestCluster.NAMESPACE)
                    .endMetadata()
                    .build())
            .create();
    try (Leadership one = elect("one")) {
      Await.until("leading", one::isLeader);

      assertThat(lease().get().getSpec().getHolderIdentity()).isEqualTo("one");
    }
  }

  @Test
  void leadsAgainAfterTheLeaseWasLost() throws Exception {
    try (Leadership one = elect("one")) {
      Await.until("leading", one::isLeader);
      takeLease("another", 4);
      Await.until("lost", () -> !one.isLeader());

      Await.until("leading again", one::isLeader);
    }
  }

  /** Writes another holder into the Lease. */
  private void takeLease(String holder, int seconds) {
    String patch =
        """
        {"spec": {"holderIdentity": "%s", "leaseDurationSeconds": %d, "renewTime": "%s"}}
        """
            .formatted(holder, seconds, Instant.now().truncatedTo(ChronoUnit.MICROS));
    var _ = lease().patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  @Test
  void createsTheLeaseThatAnInstallationLeftOut() throws Exception {
    var _ = lease().delete();

    try (Leadership one = elect("one")) {
      Await.until("leading", one::isLeader);
      assertThat(lease().get()).isNotNull();
    }
  }

  @Test
  void createsADeletedLeaseAgain() throws Exception {
    try (Leadership one = elect("one")) {
      Await.until("leading", one::isLeader);
      var _ = lease().delete();

      Await.until("created again", () -> lease().get() != null);
      assertThat(one.isLeader()).isTrue();
    }
  }

  @Test
  void releasesTheLeaseWhenItStops() throws Exception {
    Leadership one = elect("one");
    Await.until("leading", one::isLeader);
    try (Leadership two = elect("two")) {
      one.close();

      Await.until("the other leads before the Lease would end", SOON, two::isLeader);
    }
  }
}
