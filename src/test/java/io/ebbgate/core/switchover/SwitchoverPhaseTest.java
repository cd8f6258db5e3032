package io.ebbgate.core.switchover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.ebbgate.core.switchover.GatewayPod.Ability;
import io.ebbgate.core.switchover.GatewayPod.Connections;
import io.ebbgate.core.switchover.GatewayPod.Listener;
import io.ebbgate.core.switchover.GatewayPod.Route;
import io.ebbgate.core.switchover.SwitchoverFacts.CommandState;
import io.ebbgate.core.switchover.SwitchoverPhase.Next;
import io.ebbgate.core.switchover.SwitchoverStep.Await;
import io.ebbgate.core.switchover.SwitchoverStep.CloseAgain;
import io.ebbgate.core.switchover.SwitchoverStep.Ended;
import io.ebbgate.core.switchover.SwitchoverStep.Evict;
import io.ebbgate.core.switchover.SwitchoverStep.KeepClosed;
import io.ebbgate.core.switchover.SwitchoverStep.LetIn;
import io.ebbgate.core.switchover.SwitchoverStep.Quiet;
import io.ebbgate.core.switchover.SwitchoverStep.RunCommand;
import io.ebbgate.core.testkit.Property;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwitchoverPhaseTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final long SECOND = 1_000_000_000L;
  private static final Quiet CUT = new Quiet(Duration.ofSeconds(2), false);

  private static SwitchoverOrder order(boolean force, boolean command) {
    return new SwitchoverOrder(Duration.ofSeconds(2), force, DEADLINE, command, false);
  }

  private static SwitchoverOrder restart() {
    return new SwitchoverOrder(Duration.ofSeconds(2), false, DEADLINE, true, true);
  }

  /** A gateway whose pods do what they are told, and a database that moves when it is told to. */
  private static final class Gateway {
    private final SwitchoverOrder order;
    private final Map<String, Long> keptFrom = new TreeMap<>();
    private final Map<String, Long> keptUntil = new TreeMap<>();
    private final Map<String, Long> remaining = new TreeMap<>();
    private final List<String> silent = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> stopped = new ArrayList<>();
    private boolean works = true;
    private final List<String> first;
    private final List<String> terminating = new ArrayList<>();
    private boolean full = true;
    private final List<SwitchoverStep> steps = new ArrayList<>();
    private SwitchoverPhase phase = SwitchoverPhase.begin();
    private CommandState command = CommandState.NOT_STARTED;
    private boolean interrupted;
    private boolean moved;
    private boolean clients = true;
    private boolean behind;
    private long commands;
    private long now = 77 * SECOND;

    Gateway(SwitchoverOrder order, String... pods) {
      this.order = order;
      first = List.of(pods);
      Arrays.stream(pods).forEach(pod -> remaining.put(pod, 3L));
    }

    private boolean isKept(String pod) {
      return keptUntil.getOrDefault(pod, now) > now;
    }

    private Listener listener(String name) {
      if (silent.contains(name)) {
        return new Listener.Unknown();
      }
      if (others.contains(name)) {
        return new Listener.ClosedByAnother();
      }
      if (!isKept(name)) {
        return new Listener.Open();
      }
      long kept = now - keptFrom.getOrDefault(name, now);
      long left = remaining.getOrDefault(name, 0L);
      return kept < 0
          ? new Listener.Waiting()
          : new Listener.KeptClosed(left, works ? left : 0, Duration.ofNanos(kept));
    }

    private GatewayPod pod(String name) {
      boolean there = clients && !isKept(name);
      boolean answers = !silent.contains(name) && !stopped.contains(name);
      return new GatewayPod(
          name,
          answers ? new Ability.Closes() : new Ability.Silent("It does not answer."),
          listener(name),
          answers ? moved ? Route.NEW : Route.OLD : Route.UNKNOWN,
          new Connections(
              Count.of(there && (!moved || behind) ? 1 : 0),
              0,
              Count.of(there && moved ? 1 : 0),
              Count.of(there ? 1 : 0)));
    }

    /** Its sidecar ends, and with it what it keeps closed. */
    void stop(String pod) {
      stopped.add(pod);
      keptUntil.remove(pod);
    }

    private SwitchoverFacts facts() {
      return new SwitchoverFacts(
          now,
          remaining.keySet().stream().map(this::pod).toList(),
          new Replacement(
              first.stream().filter(remaining::containsKey).toList(), terminating, full),
          command,
          interrupted);
    }

    SwitchoverStep step() {
      Next next = phase.next(order, facts());
      phase = next.phase();
      steps.add(next.step());
      switch (next.step()) {
        case KeepClosed(List<String> pods, long from, long end, Quiet quiet) -> {
          assertThat(pods).isNotEmpty().noneMatch(stopped::contains);
          assertThat(from).isGreaterThanOrEqualTo(now);
          assertThat(quiet.spare() || order.force()).as("what works is not cut").isTrue();
          pods.stream()
              .filter(pod -> !silent.contains(pod))
              .forEach(pod -> {
                keptFrom.put(pod, from);
                keptUntil.put(pod, end);
              });
        }
        case RunCommand() -> {
          commands++;
          command = CommandState.RUNNING;
        }
        case LetIn(List<String> pods) -> {
          pods.stream().filter(pod -> !silent.contains(pod)).forEach(keptUntil::remove);
          now += 1_000_000;
        }
        case Await(long until) -> {
          assertThat(until).isGreaterThan(now);
          now = until;
        }
        case CloseAgain(List<String> pods, Quiet quiet) -> {
          assertThat(quiet.spare() || order.force()).as("what works is not cut").isTrue();
          assertThat(pods).isNotEmpty();
          behind = false;
        }
        case Evict(String pod) -> {
          remaining.remove(pod);
          terminating.add(pod);
          full = false;
        }
        case Ended _ -> {}
      }
      return next.step();
    }

    SwitchoverEnd run() {
      for (int i = 0; i < 100_000; i++) {
        if (step() instanceof Ended(SwitchoverEnd end)) {
          return end;
        }
      }
      throw new AssertionError("does not end: " + phase);
    }

    void quiet() {
      remaining.replaceAll((_, _) -> 0L);
    }
  }

  @Test
  void closesRunsTheCommandWaitsForTheRouteLetsInAndProves() {
    Gateway gateway = new Gateway(order(false, true), "a", "b");

    long from = gateway.now + SwitchoverPhase.TOGETHER.toNanos();
    long end = gateway.now + DEADLINE.toNanos();
    assertThat(gateway.step())
        .isEqualTo(
            new KeepClosed(
                List.of("a", "b"),
                from,
                end,
                new Quiet(DEADLINE.minus(SwitchoverPhase.TOGETHER), true)));
    assertThat(gateway.step()).isInstanceOf(Await.class);
    gateway.quiet();
    while (gateway.now < from) {
      assertThat(gateway.step()).as("they have not begun").isInstanceOf(Await.class);
    }
    assertThat(gateway.step()).isEqualTo(new RunCommand());
    assertThat(gateway.step()).isInstanceOf(Await.class);
    gateway.command = CommandState.SUCCEEDED;
    assertThat(gateway.step()).isInstanceOf(Await.class);
    gateway.moved = true;
    assertThat(gateway.step()).isEqualTo(new LetIn(List.of("a", "b")));
    assertThat(gateway.step()).isEqualTo(new Ended(SwitchoverEnd.MOVED));
  }

  @Test
  void withForceWhatWorksHasItsTimeAndIsClosedThen() {
    Gateway gateway = new Gateway(order(true, false), "a");

    assertThat(gateway.step())
        .isEqualTo(
            new KeepClosed(List.of("a"), gateway.now, gateway.now + DEADLINE.toNanos(), CUT));
  }

  /** Patience begins when closing does, and a short deadline leaves most of it to the move. */
  @Test
  void severalPodsBeginAtOnceAndPatienceBeginsThen() {
    SwitchoverOrder hurried =
        new SwitchoverOrder(Duration.ofMillis(100), false, Duration.ofSeconds(2), false, false);
    Gateway gateway = new Gateway(hurried, "a", "b");
    long from = gateway.now + Duration.ofMillis(200).toNanos();

    assertThat(gateway.step())
        .isInstanceOfSatisfying(
            KeepClosed.class, first -> assertThat(first.from()).isEqualTo(from));
    while (gateway.now < from) {
      assertThat(gateway.step()).isInstanceOf(Await.class);
    }
    assertThat(gateway.run()).isEqualTo(SwitchoverEnd.NOT_QUIET);
  }

  /** Its sidecar has let them in by itself, and they are where they should be. */
  @Test
  void aPodWhoseRouteHasMovedIsNotClosedAgainWhileOthersAreLate() {
    GatewayPod follows = seen("a", new Listener.Open(), Route.NEW);
    GatewayPod late = seen("b", new Listener.KeptClosed(0, 0, Duration.ZERO), Route.OLD);
    GatewayPod restarted = seen("c", new Listener.Open(), Route.OLD);
    SwitchoverPhase rerouting = new SwitchoverPhase.Rerouting(DEADLINE.toNanos());

    assertThat(step(rerouting, follows, late)).isInstanceOf(Await.class);
    assertThat(step(rerouting, follows, late, restarted))
        .isInstanceOfSatisfying(
            KeepClosed.class, again -> assertThat(again.pods()).containsExactly("c"));
    assertThat(step(new SwitchoverPhase.Acting(DEADLINE.toNanos()), follows, late))
        .as("the command still runs")
        .isInstanceOfSatisfying(
            KeepClosed.class, again -> assertThat(again.pods()).containsExactly("a"));
  }

  private static GatewayPod seen(String name, Listener listener, Route route) {
    return new GatewayPod(
        name, new Ability.Closes(), listener, route, Connections.unknown("not asked"));
  }

  private static SwitchoverStep step(SwitchoverPhase phase, GatewayPod... pods) {
    return phase.next(order(true, true), facts(pods)).step();
  }

  private static SwitchoverFacts facts(GatewayPod... pods) {
    return new SwitchoverFacts(
        0, List.of(pods), new Replacement(List.of(), List.of(), true), CommandState.RUNNING, false);
  }

  @Test
  void withoutForceClientsAreLetInWhereConnectionsAreNotQuietInTime() {
    Gateway gateway = new Gateway(order(false, true), "a", "b");

    assertThat(gateway.run()).isEqualTo(SwitchoverEnd.NOT_QUIET);

    assertThat(gateway.keptUntil).isEmpty();
    assertThat(gateway.commands).isZero();
  }

  @ParameterizedTest
  @CsvSource({"true, NOT_CLOSED", "false, NOT_MOVED"})
  void whatIsLateEndsAtTheDeadlineWithClientsLetIn(boolean works, SwitchoverEnd end) {
    Gateway gateway = new Gateway(order(true, false), "a", "b");
    if (!works) {
      gateway.quiet();
    }
    long began = gateway.now;

    assertThat(gateway.run()).isEqualTo(end);

    assertThat(gateway.remaining.keySet()).noneMatch(gateway::isKept);
    assertThat(Duration.ofNanos(gateway.now - began))
        .isBetween(DEADLINE, DEADLINE.plus(Duration.ofSeconds(1)));
  }

  @Test
  void aCommandThatFailsOrNeverEndsLetsClientsIn() {
    Gateway failed = new Gateway(order(false, true), "a");
    failed.quiet();
    while (failed.commands == 0) {
      var _ = failed.step();
    }
    failed.command = CommandState.FAILED;
    assertThat(failed.run()).isEqualTo(SwitchoverEnd.COMMAND_FAILED);
    assertThat(failed.keptUntil).isEmpty();

    Gateway endless = new Gateway(order(false, true), "a");
    endless.quiet();
    assertThat(endless.run()).isEqualTo(SwitchoverEnd.NOT_MOVED);
    assertThat(endless.remaining.keySet()).noneMatch(endless::isKept);
  }

  /** Or whose sidecar was killed, and so has let clients in. */
  @Test
  void aPodThatTakesThePlaceOfAnotherIsClosedToo() {
    Gateway gateway = new Gateway(order(true, false), "a", "b");
    gateway.quiet();
    long end = gateway.now + DEADLINE.toNanos();
    var _ = gateway.step();
    gateway.now += SECOND;
    gateway.remaining.remove("b");
    gateway.remaining.put("c", 0L);

    assertThat(gateway.step()).isEqualTo(new KeepClosed(List.of("c"), gateway.now, end, CUT));

    gateway.keptUntil.remove("a");
    assertThat(gateway.step())
        .isInstanceOfSatisfying(
            KeepClosed.class, again -> assertThat(again.pods()).containsExactly("a"));
  }

  @Test
  void refusesBeforeItDoesAnything() {
    assertThat(new Gateway(order(true, false)).run()).isEqualTo(SwitchoverEnd.NO_PODS);
    Gateway silent = new Gateway(order(true, false), "a", "b");
    silent.silent.add("b");
    assertThat(silent.run()).isEqualTo(SwitchoverEnd.SILENT);
    assertThat(silent.steps).hasSize(1);

    GatewayPod none =
        new GatewayPod(
            "a",
            new Ability.ClosesNone("Selective close is off."),
            new Listener.Open(),
            Route.OLD,
            Connections.unknown("not asked"));
    SwitchoverFacts facts =
        new SwitchoverFacts(
            0,
            List.of(none),
            new Replacement(List.of("a"), List.of(), true),
            CommandState.NOT_STARTED,
            false);
    assertThat(SwitchoverPhase.begin().next(order(true, false), facts).step())
        .isEqualTo(new Ended(SwitchoverEnd.NOT_CLOSABLE));
  }

  @Test
  void anotherSwitchoverOfTheListenerIsLeftAlone() {
    Gateway begun = new Gateway(order(true, false), "a", "b");
    begun.others.add("b");
    assertThat(begun.run()).isEqualTo(SwitchoverEnd.BUSY);
    assertThat(begun.steps).hasSize(1);

    Gateway raced = new Gateway(order(true, true), "a", "b");
    assertThat(raced.step()).isInstanceOf(KeepClosed.class);
    raced.others.add("b");
    assertThat(raced.step()).isEqualTo(new LetIn(List.of("a")));
    assertThat(raced.run()).isEqualTo(SwitchoverEnd.BUSY);
    assertThat(raced.commands).isZero();
  }

  @Test
  void wherePodsCantCloseTheyAreReplacedOneByOneAfterTheMove() {
    Gateway gateway = new Gateway(restart(), "a", "b");

    assertThat(gateway.step()).isEqualTo(new RunCommand());
    gateway.command = CommandState.SUCCEEDED;
    assertThat(gateway.step()).isInstanceOf(Await.class);
    gateway.moved = true;
    assertThat(gateway.step()).isEqualTo(new Evict("a"));
    assertThat(gateway.step()).isInstanceOf(Await.class);
    assertThat(gateway.step()).as("its place is not taken yet").isInstanceOf(Await.class);
    gateway.remaining.put("c", 0L);
    gateway.full = true;
    assertThat(gateway.step()).isEqualTo(new Evict("b"));
    gateway.remaining.put("d", 0L);
    gateway.full = true;
    assertThat(gateway.step()).as("clients of the old pods are left").isInstanceOf(Await.class);
    gateway.terminating.clear();
    assertThat(gateway.step()).isEqualTo(new Ended(SwitchoverEnd.MOVED));
    assertThat(gateway.keptUntil).isEmpty();
  }

  @Test
  void aBudgetThatAllowsNoEvictionEndsAtTheDeadline() {
    Gateway gateway = new Gateway(restart(), "a");
    gateway.moved = true;
    var _ = gateway.step();
    gateway.command = CommandState.SUCCEEDED;
    assertThat(gateway.step()).isEqualTo(new Evict("a"));
    gateway.remaining.put("a", 3L);
    gateway.terminating.clear();
    gateway.full = true;
    assertThat(gateway.step()).as("a pause before it is tried again").isInstanceOf(Await.class);
    gateway.full = false;

    assertThat(gateway.run()).isEqualTo(SwitchoverEnd.NOT_RESTARTED);
  }

  @Test
  void nothingIsReplacedWhereTheRouteDoesNotMoveOrTheOperatorInterrupts() {
    Gateway failed = new Gateway(restart(), "a");
    var _ = failed.step();
    failed.command = CommandState.FAILED;
    assertThat(failed.run()).isEqualTo(SwitchoverEnd.COMMAND_FAILED);

    Gateway late = new Gateway(restart(), "a");
    assertThat(late.run()).isEqualTo(SwitchoverEnd.NOT_MOVED);

    Gateway interrupted = new Gateway(restart(), "a");
    var _ = interrupted.step();
    interrupted.interrupted = true;
    assertThat(interrupted.run()).isEqualTo(SwitchoverEnd.INTERRUPTED);
    assertThat(interrupted.steps).noneMatch(Evict.class::isInstance);
  }

  @Test
  void aMoveThatNoClientFollowsIsNotProven() {
    Gateway gateway = new Gateway(order(true, false), "a");
    gateway.quiet();
    gateway.moved = true;
    gateway.clients = false;

    assertThat(gateway.run()).isEqualTo(SwitchoverEnd.NOT_PROVEN);
  }

  /** A worker of Envoy's had the old route when clients were let in. */
  @Test
  void clientsThatWereLedToTheOldEndpointAreClosedOnceMore() {
    Gateway gateway = new Gateway(order(true, false), "a");
    gateway.quiet();
    gateway.moved = true;
    gateway.behind = true;

    assertThat(gateway.run()).isEqualTo(SwitchoverEnd.MOVED);

    assertThat(gateway.steps)
        .filteredOn(CloseAgain.class::isInstance)
        .containsExactly(new CloseAgain(List.of("a"), CUT));
  }

  @Test
  void withoutForceWhatWorksIsNotClosedOnceMoreWhileItIsLookedAt() {
    Gateway gateway = new Gateway(order(false, false), "a");
    gateway.quiet();
    gateway.moved = true;
    gateway.behind = true;

    var _ = gateway.run();

    assertThat(gateway.steps)
        .filteredOn(CloseAgain.class::isInstance)
        .singleElement(type(CloseAgain.class))
        .satisfies(again -> assertThat(again.quiet().spare()).isTrue());
  }

  @Test
  void whatStaysAtTheOldEndpointIsNotClosedForEver() {
    assertThat(proving(order(true, false), true, 0)).isInstanceOf(Await.class);
    assertThat(proving(restart(), false, 0)).isInstanceOf(Await.class);
  }

  /** They were there while this one's were closed: another listener leads to the old cluster. */
  @Test
  void connectionsOfAnotherListenerAreNoReasonToCloseOnceMore() {
    assertThat(proving(order(true, false), false, 5)).isInstanceOf(Await.class);
    assertThat(proving(order(true, false), false, 4)).isInstanceOf(CloseAgain.class);
  }

  private static GatewayPod moved(Connections connections) {
    return new GatewayPod("a", new Ability.Closes(), new Listener.Open(), Route.NEW, connections);
  }

  /** What is next where five connections are at the old endpoint. */
  private static SwitchoverStep proving(SwitchoverOrder order, boolean again, long others) {
    GatewayPod pod = moved(new Connections(Count.of(5), others, Count.of(1), Count.of(1)));
    return proving(order, again, pod);
  }

  private static SwitchoverStep proving(SwitchoverOrder order, boolean again, GatewayPod pod) {
    return new SwitchoverPhase.Proving(10 * SECOND, again)
        .next(
            order,
            new SwitchoverFacts(
                SECOND,
                List.of(pod),
                new Replacement(List.of(), List.of(), true),
                CommandState.SUCCEEDED,
                false))
        .step();
  }

  /** A listener for reading leads there too; of this one a single client is enough. */
  @ParameterizedTest
  @CsvSource({"5, 0, false", "5, 1, true", "1, 1, true", "0, 1, false", "5, -1, false"})
  void aMoveIsProvenByClientsOfThisListenerAlone(long toNew, long clients, boolean proven) {
    Count own = clients < 0 ? Count.unknown("not read") : Count.of(clients);
    GatewayPod pod = moved(new Connections(Count.of(0), 0, Count.of(toNew), own));

    assertThat(proving(order(true, false), false, pod) instanceof Ended).isEqualTo(proven);
  }

  /** A thousand idle ones take a while to be closed, which is no reason to give up. */
  @Test
  void onlyWhatHasSomethingInFlightIsNotQuiet() {
    Gateway gateway = new Gateway(order(false, false), "a", "b");
    gateway.works = false;
    var _ = gateway.step();
    gateway.now += 4 * SECOND;

    assertThat(gateway.step()).isInstanceOf(Await.class);

    gateway.works = true;
    assertThat(gateway.step()).isEqualTo(new LetIn(List.of("a", "b")));
    assertThat(gateway.run()).isEqualTo(SwitchoverEnd.NOT_QUIET);
  }

  /** One that was told late has its own time, and one that waits has none yet. */
  @Test
  void eachPodHasTheWholeTimeToGetQuiet() {
    SwitchoverPhase closing = new SwitchoverPhase.Closing(-9 * SECOND, DEADLINE.toNanos());
    SwitchoverOrder patient = order(false, false);
    Duration less = patient.waitQuiet().minusMillis(1);
    GatewayPod waits = seen("a", new Listener.Waiting(), Route.OLD);
    GatewayPod works = seen("b", new Listener.KeptClosed(1, 1, less), Route.OLD);
    GatewayPod stillWorks =
        seen("b", new Listener.KeptClosed(1, 1, patient.waitQuiet()), Route.OLD);

    assertThat(closing.next(patient, facts(waits, works)).step()).isInstanceOf(Await.class);
    assertThat(closing.next(patient, facts(waits, stillWorks)).step()).isInstanceOf(LetIn.class);
  }

  /** The gateway's only pod, whose sidecar restarts, or a pod among others. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void theCommandDoesNotRunWhileASidecarDoesNot(boolean onlyOne) {
    Gateway gateway =
        onlyOne ? new Gateway(order(true, true), "a") : new Gateway(order(true, true), "a", "b");
    var _ = gateway.step();
    gateway.stop("a");
    gateway.quiet();

    assertThat(gateway.run()).isEqualTo(SwitchoverEnd.NOT_CLOSED);
    assertThat(gateway.commands).isZero();
    assertThat(gateway.remaining.keySet()).noneMatch(gateway::isKept);
  }

  @Test
  void aGatewayWithoutAnyPodIsNotClosed() {
    Gateway gateway = new Gateway(order(true, true), "a");
    var _ = gateway.step();
    gateway.remaining.clear();

    assertThat(gateway.run()).isEqualTo(SwitchoverEnd.NOT_CLOSED);
    assertThat(gateway.commands).isZero();
  }

  /** A terminal's Ctrl-C ends the command too, and which is seen first is a matter of luck. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void anInterruptThatEndsTheCommandTooIsAnInterrupt(boolean commandFirst) {
    Gateway gateway = new Gateway(order(true, true), "a");
    gateway.quiet();
    while (gateway.commands == 0) {
      var _ = gateway.step();
    }
    gateway.command = CommandState.FAILED;
    if (commandFirst) {
      assertThat(gateway.step()).isInstanceOf(LetIn.class);
    }
    gateway.interrupted = true;

    assertThat(gateway.run()).isEqualTo(SwitchoverEnd.INTERRUPTED);
  }

  /** What is said of a phase is not said of an end. */
  @Test
  void anEndIsAPhaseOfItsOwn() {
    Gateway silent = new Gateway(order(true, false), "a");
    silent.silent.add("a");

    assertThat(silent.run()).isEqualTo(SwitchoverEnd.SILENT);
    assertThat(silent.phase).isEqualTo(new SwitchoverPhase.Over(SwitchoverEnd.SILENT));
    assertThat(silent.step()).isEqualTo(new Ended(SwitchoverEnd.SILENT));
  }

  @Test
  void eachEndHasAnExitCodeOfItsOwn() {
    assertThat(Arrays.stream(SwitchoverEnd.values()).map(SwitchoverEnd::exitCode))
        .doesNotHaveDuplicates()
        .allMatch(code -> code >= 0 && code <= 255);
  }

  /**
   * Whatever happens meanwhile: it ends, and clients are let in at each pod, at the latest at the
   * deadline; the command runs at most once, and only where there are pods and all are closed; and
   * clients are let in as after success only where the route has moved.
   */
  @Test
  void isNeverStuckClosed() {
    Property.holds(
        2_000,
        random -> {
          Gateway gateway =
              new Gateway(order(random.nextBoolean(), random.nextBoolean()), "a", "b");
          long latest = gateway.now + DEADLINE.toNanos() + 12 * SECOND;
          SwitchoverStep step = gateway.step();
          for (int i = 0; !(step instanceof Ended); i++) {
            disturb(gateway, random, i);
            step = gateway.step();
            if (step instanceof RunCommand) {
              assertThat(gateway.remaining.keySet()).isNotEmpty().allMatch(gateway::isKept);
            }
          }
          SwitchoverEnd end = ((Ended) step).end();

          assertThat(gateway.now).isLessThan(latest);
          assertThat(gateway.commands).isLessThanOrEqualTo(1);
          assertThat(gateway.remaining.keySet()).noneMatch(gateway::isKept);
          assertThat(end == SwitchoverEnd.MOVED && !gateway.moved).isFalse();
        });
  }

  private static void disturb(Gateway gateway, RandomGenerator random, int round) {
    switch (random.nextInt(40)) {
      case 0 -> gateway.interrupted = true;
      case 1 -> gateway.keptUntil.remove(random.nextBoolean() ? "a" : "b");
      case 2 -> {
        gateway.remaining.remove("b");
        gateway.keptUntil.remove("b");
        gateway.remaining.put("new " + round, (long) random.nextInt(3));
      }
      case 3 -> gateway.silent.add(random.nextBoolean() ? "a" : "b");
      case 4 -> gateway.silent.clear();
      case 14 -> gateway.stop(random.nextBoolean() ? "a" : "b");
      case 15 -> gateway.stopped.clear();
      case 16 -> {
        gateway.remaining.clear();
        gateway.keptUntil.clear();
      }
      case 17 -> gateway.works = random.nextBoolean();
      case 5, 6, 7 -> gateway.quiet();
      case 8, 9 -> gateway.moved = true;
      case 10 -> gateway.now += random.nextLong(2 * SECOND);
      case 11, 12, 13 -> {
        if (gateway.command == CommandState.RUNNING) {
          gateway.command = random.nextInt(4) == 0 ? CommandState.FAILED : CommandState.SUCCEEDED;
        }
      }
      default -> {}
    }
  }
}
