package io.ebbgate.certs.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.rotation.SimulatedCluster.Snapshot;
import io.ebbgate.core.testkit.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Hours of a cluster with random faults. */
class RotationPropertyTest {
  private static final int REPLICAS = 3;

  @Test
  void everyApiServerTrustsEveryReplicaWhateverHappensToTheSecret() {
    Property.holds(
        25,
        random -> {
          SimulatedCluster cluster = new SimulatedCluster(REPLICAS);
          begin(cluster);
          for (int tick = 0; tick < 1_500; tick++) {
            cluster.advance(Duration.ofSeconds(random.nextInt(1, 20)));
            // Between two faults there is time to recover from the first.
            if (tick % 40 == 0) {
              fault(cluster, random, 4);
            }
            cluster.readOnly &= tick % 40 < 5;
            write(cluster, random);
            refresh(cluster);
            assertTrusted(cluster, Duration.ofMillis(random.nextLong(60_000)));
          }
        });
  }

  @Test
  void endsWithOneCaWhenNothingHappensAnyMore() {
    Property.holds(
        25,
        random -> {
          SimulatedCluster cluster = new SimulatedCluster(REPLICAS);
          for (int tick = 0; tick < 200; tick++) {
            cluster.advance(Duration.ofSeconds(random.nextInt(1, 60)));
            fault(cluster, random, 40);
            write(cluster, random);
            refresh(cluster);
          }
          cluster.readOnly = false;
          rest(cluster);

          assertThat(cluster.set().active()).hasSizeLessThanOrEqualTo(2);
          assertThat(new HashSet<>(cluster.caBundle))
              .isEqualTo(new HashSet<>(cluster.set().trusted(cluster.now)));
          for (int replica = 0; replica < REPLICAS; replica++) {
            assertThat(LeafPlan.trusted(leaf(cluster, replica), cluster.facts(replica))).isTrue();
          }
        });
  }

  private static void begin(SimulatedCluster cluster) {
    cluster.settle();
    refresh(cluster);
    cluster.advance(SimulatedCluster.TERMS.caPropagation());
    cluster.settle();
    refresh(cluster);
  }

  private static void fault(SimulatedCluster cluster, RandomGenerator random, int bound) {
    switch (random.nextInt(bound)) {
      case 0 -> {
        cluster.secret = Optional.empty();
        cluster.changed();
      }
      case 1 -> {
        cluster.secret = Optional.of(Map.of(CaSecretData.CERTIFICATE, "broken"));
        cluster.changed();
      }
      case 2 -> cluster.readOnly = true;
      case 3 -> cluster.readOnly = false;
      default -> {
        // Most of the time nothing happens.
      }
    }
  }

  /** One or two leaders, which may have read the facts before the other wrote. */
  private static void write(SimulatedCluster cluster, RandomGenerator random) {
    if (random.nextInt(3) == 0) {
      return;
    }
    List<Snapshot> seen = new ArrayList<>(List.of(cluster.snapshot()));
    if (random.nextInt(4) == 0) {
      seen.add(cluster.snapshot());
    }
    seen.forEach(cluster::act);
  }

  private static void refresh(SimulatedCluster cluster) {
    for (int replica = 0; replica < REPLICAS; replica++) {
      cluster.refresh(replica);
    }
  }

  private static void rest(SimulatedCluster cluster) {
    Duration whole =
        SimulatedCluster.TERMS.leafLifetime().plus(SimulatedCluster.TERMS.caPropagation());
    for (int i = 0; i <= whole.toSeconds() / 5; i++) {
      cluster.advance(Duration.ofSeconds(5));
      cluster.settle();
      refresh(cluster);
    }
  }

  private static void assertTrusted(SimulatedCluster cluster, Duration lag) {
    Set<?> trusted = new HashSet<>(cluster.trustedAfter(lag));
    for (int replica = 0; replica < REPLICAS; replica++) {
      LeafCertificate leaf = leaf(cluster, replica);
      assertThat(leaf.isValidAt(cluster.now)).as("the leaf holds").isTrue();
      assertThat(trusted.contains(leaf.issuer())).as("after " + lag).isTrue();
    }
  }

  private static LeafCertificate leaf(SimulatedCluster cluster, int replica) {
    return cluster.replicas.get(replica).orElseThrow();
  }
}
