package io.ebbgate.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.context.ContextWorld.Version;
import io.ebbgate.core.context.DrainContext.State;
import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.testkit.Property;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What holds of contexts whatever Envoy, its clients and a control plane do. */
class ContextPropertyTest {
  private static final List<String> NAMES = List.of("web", "raw", "admin");

  @Test
  void eachVersionEndsOnceAndItsConnectionsAddUp() {
    Property.holds(
        100,
        random -> {
          ContextWorld world = new ContextWorld();
          for (int step = 0; step < 60; step++) {
            step(world, random);
          }
          settle(world);
          assertOneWay(world);
          for (ContextChange change : world.changes) {
            DrainContext context = change.context();
            if (change.ends() && context.entered() instanceof Count.Known(long entered)) {
              assertThat(context.closed().plus(context.cut())).isEqualTo(Count.of(entered));
            }
          }
          assertThat(world.contexts.draining()).isEmpty();
        });
  }

  /** Where a poll comes at each change, and each version has its statistics for itself. */
  @Test
  void cutsAreCountedExactlyWhereEachChangeIsSeen() {
    Property.holds(
        80,
        random -> {
          ContextWorld world = new ContextWorld();
          for (int update = 0; update < 6; update++) {
            String name = Property.oneOf(random, NAMES);
            Version version = world.update(name, name + update, Protocol.HTTP);
            world.look();
            for (int i = random.nextInt(12); i > 0; i--) {
              traffic(world, version, random);
              world.pass(Duration.ofMillis(250));
              world.look();
            }
          }
          settle(world);
          for (Version version : world.old) {
            assertThat(world.ended(version).cut())
                .as(version.active.version())
                .isEqualTo(Count.of(version.cut));
          }
        });
  }

  @Test
  void whatChangesAddUpToIsWhatTheContextsSay() {
    Property.holds(
        80,
        random -> {
          ContextWorld world = new ContextWorld();
          for (int step = 0; step < 60; step++) {
            step(world, random);
          }
          settle(world);
          Map<ListenerVersion.Key, Long> balance = new HashMap<>();
          world.changes.forEach(change ->
              balance.merge(
                  change.context().version().key(),
                  change.entered() - change.closed() - change.cut(),
                  Long::sum));
          assertThat(balance.values()).allMatch(left -> left == 0);
        });
  }

  private static void step(ContextWorld world, RandomGenerator random) {
    String name = Property.oneOf(random, NAMES);
    switch (random.nextInt(12)) {
      case 0 -> world.update(name, name + random.nextInt(2), Property.oneOf(random, protocols()));
      case 1 -> world.remove(name);
      case 2 -> world.list();
      case 3, 4 -> world.look();
      case 5 -> terminate(world, random);
      case 6, 7, 8 -> {
        Version version = world.serving.get(name);
        if (version != null) {
          traffic(world, version, random);
        }
      }
      default -> world.pass(Duration.ofMillis(random.nextInt(2000)));
    }
    if (random.nextBoolean()) {
      world.poll();
    }
  }

  private static void terminate(ContextWorld world, RandomGenerator random) {
    world.apply(
        switch (random.nextInt(3)) {
          case 0 -> new ContextEvent.DrainBegan(world.now, Scenario.TERMINATION, Strategy.GRADUAL);
          case 1 -> new ContextEvent.DrainClosing(world.now);
          default -> new ContextEvent.DrainEnded(world.now);
        });
  }

  private static void traffic(ContextWorld world, Version version, RandomGenerator random) {
    world.accept(version, random.nextInt(4));
    world.old.forEach(each -> each.open -= random.nextInt((int) each.open + 1));
    version.open -= random.nextInt((int) version.open + 1);
  }

  /** Everything that drains comes to its end. */
  private static void settle(ContextWorld world) {
    for (int i = 0; i < 150; i++) {
      world.pass(Duration.ofMillis(100));
      world.look();
    }
    world.apply(new ContextEvent.DrainEnded(world.now));
  }

  private static List<Protocol> protocols() {
    return List.of(Protocol.HTTP, Protocol.TCP, Protocol.MIXED);
  }

  private static void assertOneWay(ContextWorld world) {
    Map<ListenerVersion.Key, State> seen = new HashMap<>();
    for (ContextChange change : world.changes) {
      ListenerVersion.Key key = change.context().version().key();
      State before = seen.getOrDefault(key, State.ACTIVE);
      // A version that a drain ended without a stop is found again, as an active one.
      assertThat(change.context().state())
          .as("after " + before)
          .isGreaterThanOrEqualTo(before == State.CLOSED ? State.ACTIVE : before);
      seen.put(key, change.context().state());
    }
  }
}
