package io.ebbgate.certs.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.rotation.RotationWorld.Seen;
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

/** Hours of a cluster in which everything happens that can. */
class RotationPropertyTest {
  private static final int REPLICAS = 3;

  @Test
  void everyApiServerTrustsEveryReplicaWhateverHappensToTheSecret() {
    Property.holds(
        25,
        random -> {
          RotationWorld world = new RotationWorld(REPLICAS);
          begin(world);
          for (int tick = 0; tick < 1_500; tick++) {
            world.pass(Duration.ofSeconds(random.nextInt(1, 20)));
            // Between two troubles there is time to mend the first.
            if (tick % 40 == 0) {
              trouble(world, random, 4);
            }
            world.readOnly &= tick % 40 < 5;
            write(world, random);
            refresh(world);
            assertTrusted(world, Duration.ofMillis(random.nextLong(60_000)));
          }
        });
  }

  @Test
  void endsWithOneAuthorityWhenNothingHappensAnyMore() {
    Property.holds(
        25,
        random -> {
          RotationWorld world = new RotationWorld(REPLICAS);
          for (int tick = 0; tick < 200; tick++) {
            world.pass(Duration.ofSeconds(random.nextInt(1, 60)));
            trouble(world, random, 40);
            write(world, random);
            refresh(world);
          }
          world.readOnly = false;
          rest(world);

          assertThat(world.set().active()).hasSizeLessThanOrEqualTo(2);
          assertThat(new HashSet<>(world.bundle))
              .isEqualTo(new HashSet<>(world.set().trusted(world.now)));
          for (int replica = 0; replica < REPLICAS; replica++) {
            assertThat(LeafPlan.trusted(leaf(world, replica), world.facts(replica))).isTrue();
          }
        });
  }

  private static void begin(RotationWorld world) {
    world.settle();
    refresh(world);
    world.pass(RotationWorld.TERMS.caPropagation());
    world.settle();
    refresh(world);
  }

  private static void trouble(RotationWorld world, RandomGenerator random, int seldom) {
    switch (random.nextInt(seldom)) {
      case 0 -> {
        world.secret = Optional.empty();
        world.changed();
      }
      case 1 -> {
        world.secret = Optional.of(Map.of(CaSecretData.CERTIFICATE, "broken"));
        world.changed();
      }
      case 2 -> world.readOnly = true;
      case 3 -> world.readOnly = false;
      default -> {
        // Most of the time nothing happens.
      }
    }
  }

  /** One or two writers, who may have looked before the other wrote. */
  private static void write(RotationWorld world, RandomGenerator random) {
    if (random.nextInt(3) == 0) {
      return;
    }
    List<Seen> seen = new ArrayList<>(List.of(world.look()));
    if (random.nextInt(4) == 0) {
      seen.add(world.look());
    }
    seen.forEach(world::act);
  }

  private static void refresh(RotationWorld world) {
    for (int replica = 0; replica < REPLICAS; replica++) {
      world.refresh(replica);
    }
  }

  private static void rest(RotationWorld world) {
    Duration whole = RotationWorld.TERMS.leafLifetime().plus(RotationWorld.TERMS.caPropagation());
    for (int i = 0; i <= whole.toSeconds() / 5; i++) {
      world.pass(Duration.ofSeconds(5));
      world.settle();
      refresh(world);
    }
  }

  private static void assertTrusted(RotationWorld world, Duration lag) {
    Set<?> trusted = new HashSet<>(world.trustedAfter(lag));
    for (int replica = 0; replica < REPLICAS; replica++) {
      LeafCertificate leaf = leaf(world, replica);
      assertThat(leaf.holdsAt(world.now)).as("the leaf holds").isTrue();
      assertThat(trusted.contains(leaf.authority())).as("after " + lag).isTrue();
    }
  }

  private static LeafCertificate leaf(RotationWorld world, int replica) {
    return world.replicas.get(replica).orElseThrow();
  }
}
