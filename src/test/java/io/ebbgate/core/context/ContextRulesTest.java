package io.ebbgate.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.context.ContextWorld.Version;
import io.ebbgate.core.context.DrainContext.Kind;
import io.ebbgate.core.context.DrainContext.State;
import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import io.ebbgate.core.drain.ListenerChanges;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextRulesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ContextWorld world = new ContextWorld();

  @Test
  void anUpdateDrainsTheOldVersionAndCountsWhatEnvoyCut() {
    Version first = serving("web", "web-1", 5);
    world.pass(SECOND);
    Version second = world.update("web", "web-2", Protocol.HTTP);
    world.accept(second, 4);
    world.look();
    assertThat(world.contexts.draining())
        .singleElement()
        .satisfies(context -> {
          assertThat(context.state()).isEqualTo(State.DRAINING);
          assertThat(context.drain().orElseThrow().scenario()).isEqualTo(Scenario.LISTENER_UPDATE);
          assertThat(context.entered()).isEqualTo(Count.of(5));
        });
    first.open = 2;
    untilDrained();

    assertThat(world.ended(first).closed()).isEqualTo(Count.of(3));
    assertThat(world.ended(first).cut()).isEqualTo(Count.of(2));
    assertThat(world.contexts.draining()).isEmpty();
  }

  @Test
  void aVersionThatSharesItsStatisticsIsCountedBesideTheNewOnesConnections() {
    Version first = serving("web", "web", 5);
    Version second = world.update("web", "web", Protocol.HTTP);
    world.look();
    world.accept(second, 20);
    first.open = 2;
    untilDrained();

    assertThat(world.ended(first).upperBound()).isTrue();
    assertThat(world.ended(first).entered()).isEqualTo(Count.of(5));
    assertThat(world.ended(first).cut()).isEqualTo(Count.of(2));
  }

  @Test
  void aRemovedListenerDrainsToo() {
    Version only = serving("web", "web", 3);
    world.remove("web");
    world.look();
    untilDrained();

    assertThat(world.ended(only).cut()).isEqualTo(Count.of(3));
  }

  @Test
  void aDrainThatWasOverBetweenTwoLooksIsClosedWithTheNextOne() {
    Version first = serving("web", "web-1", 3);
    world.update("web", "web-2", Protocol.HTTP);
    world.pass(ContextWorld.DRAIN_TIME.plus(SECOND));
    world.look();
    world.poll();

    assertThat(world.ended(first).cut()).isEqualTo(Count.of(3));
  }

  @Test
  void twoUpdatesShortlyAfterEachOtherAreTwoContextsOfWhichEachEnds() {
    Version first = serving("web", "web-1", 3);
    Version second = world.update("web", "web-2", Protocol.HTTP);
    world.accept(second, 2);
    world.look();
    world.pass(SECOND);
    world.poll();
    world.update("web", "web-3", Protocol.HTTP);
    world.look();
    assertThat(world.contexts.draining()).hasSize(2);
    untilDrained();

    assertThat(world.ended(first).cut()).isEqualTo(Count.of(3));
    assertThat(world.ended(second).cut()).isEqualTo(Count.of(2));
  }

  /** Envoy wrote these statistics before it began the drain that its dump has. */
  @Test
  void aVersionEndsOnceThoughStatisticsThatCameLateSayThatNoneDrains() {
    Version first = serving("web", "web-1", 3);
    world.update("web", "web-2", Protocol.HTTP);
    world.look();
    Reading late =
        new Reading(
            Count.of(3),
            Count.of(0),
            Count.of(0),
            Count.of(3),
            Count.of(0),
            Optional.of(new ListenerChanges(1, 0, 0)));
    world.apply(new ContextEvent.Polled(world.now, late));
    world.list();
    untilDrained();

    assertThat(world.changes)
        .filteredOn(ContextChange::ends)
        .extracting(change -> change.context().version().key())
        .containsOnlyOnce(first.key());
  }

  @ParameterizedTest
  @CsvSource({"HTTP, HTTP", "HTTP3, HTTP", "TCP, TCP", "MIXED, MIXED"})
  void theStrategyFollowsTheFilterChains(Protocol protocol, Kind kind) {
    world.update("web", "web", protocol);
    world.look();

    assertThat(world.contexts.contexts()).singleElement().matches(each -> each.kind() == kind);
  }

  @Test
  void aTerminationDrainsEachListenerAndCutsWhatIsOpenAtItsEnd() {
    Version web = serving("web", "web", 3);
    Version raw = serving("raw", "raw", 2);
    world.apply(new ContextEvent.DrainBegan(world.now, Scenario.TERMINATION, Strategy.IMMEDIATE));
    world.accept(web, 1);
    web.open = 1;
    world.poll();
    world.apply(new ContextEvent.DrainClosing(world.now));
    assertThat(world.contexts.draining()).allMatch(each -> each.state() == State.CLOSING);
    world.apply(new ContextEvent.DrainEnded(world.now));

    assertThat(world.ended(web).entered()).isEqualTo(Count.of(4));
    assertThat(world.ended(web).cut()).isEqualTo(Count.of(1));
    assertThat(world.ended(raw).cut()).isEqualTo(Count.of(2));
  }

  @Test
  void anUpdateWithinATerminationKeepsTheOldContextAndOpensOneForTheNewVersion() {
    Version first = serving("web", "web-1", 3);
    world.apply(new ContextEvent.DrainBegan(world.now, Scenario.TERMINATION, Strategy.IMMEDIATE));
    Version second = world.update("web", "web-2", Protocol.HTTP);
    world.accept(second, 2);
    world.look();
    world.poll();
    assertThat(world.contexts.draining())
        .extracting(context -> context.drain().orElseThrow().scenario())
        .containsOnly(Scenario.TERMINATION)
        .hasSize(2);
    world.apply(new ContextEvent.DrainEnded(world.now));

    assertThat(world.ended(first).cut()).isEqualTo(Count.of(3));
    assertThat(world.ended(second).cut()).isEqualTo(Count.of(2));
  }

  @Test
  void aCanceledDrainLeavesItsListenersActive() {
    serving("web", "web", 3);
    world.apply(
        new ContextEvent.DrainBegan(world.now, Scenario.HEALTH_CHECK_FAILURE, Strategy.IMMEDIATE));
    world.apply(new ContextEvent.DrainCanceled(world.now));

    assertThat(world.contexts.contexts())
        .singleElement()
        .matches(each -> each.state() == State.ACTIVE);
  }

  @Test
  void statisticsThatEnvoyDoesNotKeepAreUnknownAndNotZero() {
    world.update("web", "web", Protocol.HTTP);
    world.list();
    world.remove("web");
    world.list();
    world.pass(ContextWorld.DRAIN_TIME.plusSeconds(3));
    world.list();

    assertThat(world.changes)
        .filteredOn(ContextChange::ends)
        .singleElement()
        .satisfies(change -> assertThat(change.context().cut()).isInstanceOf(Count.Unknown.class));
  }

  @Test
  void theEndOfADrainIsLookedForCloselyAndNotTheTimeBefore() {
    serving("web", "web", 3);
    long usual = world.now + Duration.ofSeconds(60).toNanos();
    world.remove("web");
    world.look();
    long early = ContextRules.nextLook(world.contexts, world.now, usual);
    world.pass(ContextWorld.DRAIN_TIME.minus(Duration.ofMillis(100)));
    long late = ContextRules.nextLook(world.contexts, world.now, usual);

    assertThat(early).isGreaterThanOrEqualTo(Duration.ofSeconds(2).toNanos());
    assertThat(late - world.now).isEqualTo(Duration.ofMillis(100).toNanos());
  }

  private Version serving(String name, String statName, long connections) {
    Version version = world.update(name, statName, Protocol.HTTP);
    world.accept(version, connections);
    world.look();
    return version;
  }

  private void untilDrained() {
    long end = world.now + ContextWorld.DRAIN_TIME.plus(SECOND).toNanos();
    while (world.now < end) {
      world.pass(Duration.ofMillis(100));
      world.poll();
    }
  }
}
