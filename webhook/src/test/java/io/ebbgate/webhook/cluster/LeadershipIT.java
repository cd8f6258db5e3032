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

/** One replica writes, whatever becomes of the Lease. */
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

  private Leadership seek(String name) {
    return Leadership.start(cluster.webhook(), TestCluster.LEASE, name);
  }

  private Resource<Lease> lease() {
    return cluster.admin().leases().inNamespace(TestCluster.NAMESPACE).withName(TestCluster.LEASE);
  }

  @Test
  void takesALeaseThatIsEmpty() throws Exception {
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
    try (Leadership one = seek("one")) {
      Await.until("leading", one::isLeader);

      assertThat(lease().get().getSpec().getHolderIdentity()).isEqualTo("one");
    }
  }

  @Test
  void takesItAgainAfterItWasLost() throws Exception {
    try (Leadership one = seek("one")) {
      Await.until("leading", one::isLeader);
      takeAway("somebody", 4);
      Await.until("lost", () -> !one.isLeader());

      Await.until("leading again", one::isLeader);
    }
  }

  /** Whatever was written to it in between. */
  private void takeAway(String holder, int seconds) {
    String patch =
        """
        {"spec": {"holderIdentity": "%s", "leaseDurationSeconds": %d, "renewTime": "%s"}}
        """
            .formatted(holder, seconds, Instant.now().truncatedTo(ChronoUnit.MICROS));
    var _ = lease().patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  @Test
  void makesItAgainWhenItWasDeleted() throws Exception {
    try (Leadership one = seek("one")) {
      Await.until("leading", one::isLeader);
      var _ = lease().delete();

      Await.until("made again", () -> lease().get() != null);
      assertThat(one.isLeader()).isTrue();
    }
  }

  @Test
  void leavesItToAnotherReplicaWhenItStops() throws Exception {
    Leadership one = seek("one");
    Await.until("leading", one::isLeader);
    try (Leadership two = seek("two")) {
      one.close();

      Await.until("the other leads before the Lease would end", SOON, two::isLeader);
    }
  }
}
