package io.ebbgate.system.switchover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.switchover.SwitchoverEnd;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.Property;
import io.ebbgate.system.switchover.SwitchoverProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever goes wrong at whatever moment: the command ends with an outcome that has a name, clients
 * are let in at each pod, no row that was acknowledged is lost, and where the command says that
 * clients have moved none comes to the old primary. {@code -Debbgate.switchovers=200} runs more of
 * them; the outcomes are in {@code target/switchover-faults.json}.
 */
@Tag("cluster")
class SwitchoverFaultsIT {
  private static final int SWITCHOVERS = Integer.getInteger("ebbgate.switchovers", 6);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** After the deadline, by which a sidecar that can't be told lets clients in: for two cores. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final String CLOSING = "closing connections";

  private static final Path RECORD =
      Path.of(System.getProperty("ebbgate.root", "."), "target/switchover-faults.json");

  /** What goes wrong. */
  enum Fault {
    NONE,
    SIDECAR_KILLED,
    SIDECAR_RESTARTED,
    ADMIN_HUNG,
    ADMIN_HUNG_A_WHILE,
    API_SERVER_AWAY,
    API_SERVER_AWAY_A_WHILE,
    POD_REPLACED,
    CLOCK_FORWARD,
    CLOCK_BACK,
    INTERRUPTED,
    TERMINATED,
    KILLED,
    ROUTE_NEVER_MOVES,
    COMMAND_NEVER_ENDS
  }

  /** Faults that need a clock of their own. */
  private static final Set<Fault> CLOCK = Set.of(Fault.CLOCK_FORWARD, Fault.CLOCK_BACK);

  @TempDir Path folder;

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void neverLeavesClientsOut() throws Exception {
    Map<Fault, Map<String, Integer>> outcomes = new EnumMap<>(Fault.class);
    Optional<MovableClock> clock = MovableClock.in(folder);
    List<Fault> faults =
        Arrays.stream(Fault.values())
            .filter(fault -> clock.isPresent() || !CLOCK.contains(fault))
            .toList();
    try (SwitchoverWorld world = SwitchoverWorld.start(folder)) {
      Property.holds(
          SWITCHOVERS,
          random -> {
            Fault fault = Property.oneOf(random, faults);
            world.clock(
                clock.filter(_ -> CLOCK.contains(fault)).map(each -> each.at(Duration.ZERO)));
            try {
              String outcome = run(world, fault, random);
              outcomes.computeIfAbsent(fault, _ -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
            } catch (Exception e) {
              throw new IllegalStateException(fault + ": " + e, e);
            }
          });
    }
    System.out.println("Switchovers: " + outcomes);
    Files.writeString(
        RECORD,
        new ObjectMapper()
                .writeValueAsString(Map.of("switchovers", SWITCHOVERS, "outcomes", outcomes))
            + "\n");
  }

  private static String run(SwitchoverWorld world, Fault fault, RandomGenerator random)
      throws Exception {
    var _ = world.add(RunningGateway.OLD);
    assumeTrue(world.mayClose(), "this process may not close connections");
    var _ = world.add(RunningGateway.OLD);
    world.writers(4);
    SwitchoverProcess process =
        world.runMoving(
            "--until-route=cluster=new",
            "--deadline=%ds".formatted(DEADLINE.toSeconds()),
            "--wait-quiet=500ms",
            "--force",
            "-o",
            "json");
    // The first is at once, before anything is done.
    String step =
        Property.oneOf(
            random,
            List.of("", CLOSING, "running", "the route points to", "looking where clients are"));
    Thread mover = Thread.ofVirtual().start(() -> move(world, fault, process));
    CompletableFuture<Long> closing = closing(process);
    Await.until("it is there", () -> process.progress().contains(step) || !process.isRunning());
    Thread.sleep(random.nextLong(300));
    strike(world, fault, process, random);
    Ended ended = process.ended(60);
    mover.join();
    // Where it closed nothing, nothing is waited for.
    long deadline = closing.get(1, TimeUnit.MINUTES) + DEADLINE.toNanos();
    int refused = world.database().first().refused();
    repair(world, fault);

    for (RunningGateway gateway : world.gateways()) {
      Await.until(
          "%s: %s lets clients in after %s".formatted(fault, gateway.name(), ended),
          Duration.ofNanos(Math.max(0, deadline - System.nanoTime())).plus(MARGIN),
          () -> SwitchoverWorld.letsIn(gateway));
    }
    for (WritingClient client : world.clients()) {
      client.close();
      assertThat(client.acknowledged()).doesNotHaveDuplicates().allMatch(world.database()::has);
    }
    String outcome = outcome(fault, ended);
    // The test's own control plane may be late for a pod that is new.
    if (outcome.equals("moved") && fault != Fault.POD_REPLACED) {
      assertThat(world.database().first().refused())
          .as("rows for the old primary after %s", ended)
          .isEqualTo(refused);
    }
    world.clear();
    return outcome;
  }

  /**
   * Completes with when it was first seen to close connections, which is after its beginning, or
   * with its end, less the deadline, where it never was.
   */
  private static CompletableFuture<Long> closing(SwitchoverProcess process) {
    CompletableFuture<Long> seen = new CompletableFuture<>();
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (process.isRunning() && !process.progress().contains(CLOSING)) {
                  Thread.sleep(10);
                }
                boolean closes = process.progress().contains(CLOSING);
                seen.complete(System.nanoTime() - (closes ? 0 : DEADLINE.toNanos()));
              } catch (InterruptedException | RuntimeException e) {
                seen.completeExceptionally(e);
              }
            });
    return seen;
  }

  private static String outcome(Fault fault, Ended ended) {
    return switch (ended.exitCode()) {
      case 137 -> {
        assertThat(fault).isEqualTo(Fault.KILLED);
        yield "killed";
      }
      case 143 -> {
        assertThat(fault).isEqualTo(Fault.TERMINATED);
        yield "terminated";
      }
      case 69 -> {
        assertThat(fault).isIn(Fault.API_SERVER_AWAY, Fault.API_SERVER_AWAY_A_WHILE);
        yield "unavailable";
      }
      case 130 -> "interrupted";
      default -> {
        String named =
            Arrays.stream(SwitchoverEnd.values())
                .filter(end -> end.exitCode() == ended.exitCode())
                .findFirst()
                .map(WireName::of)
                .orElseThrow(() -> new AssertionError("no name: " + ended));
        assertThat(ended.outcome()).isEqualTo(named);
        if (fault == Fault.NONE || fault == Fault.CLOCK_FORWARD) {
          assertThat(named).as("%s", ended).isEqualTo("moved");
        }
        yield named;
      }
    };
  }

  /** The operator's step, in the middle of which anything may happen. */
  private static void move(SwitchoverWorld world, Fault fault, SwitchoverProcess process) {
    try {
      while (process.isRunning()) {
        if (world.isMoving()) {
          Thread.sleep(200);
          if (fault != Fault.ROUTE_NEVER_MOVES) {
            world.move();
          }
          Thread.sleep(100);
          if (fault != Fault.COMMAND_NEVER_ENDS) {
            world.moved();
          }
          return;
        }
        Thread.sleep(10);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void strike(
      SwitchoverWorld world, Fault fault, SwitchoverProcess process, RandomGenerator random)
      throws Exception {
    RunningGateway one = world.gateways().get(random.nextInt(2));
    switch (fault) {
      case NONE, ROUTE_NEVER_MOVES, COMMAND_NEVER_ENDS -> {}
      case SIDECAR_KILLED -> one.killSidecar();
      case SIDECAR_RESTARTED -> {
        one.killSidecar();
        one.startSidecar();
      }
      case ADMIN_HUNG -> one.hang(true);
      case ADMIN_HUNG_A_WHILE -> {
        one.hang(true);
        Thread.sleep(1_000);
        one.hang(false);
      }
      case API_SERVER_AWAY -> world.cluster().stopServer();
      case API_SERVER_AWAY_A_WHILE -> {
        world.cluster().stopServer();
        world.cluster().startServer();
      }
      case POD_REPLACED -> {
        world.gateways().remove(one);
        one.close();
        world.node().remove(one.name());
        // As the control plane would have it by now.
        var _ = world.add(world.isMoving() ? RunningGateway.NEW : RunningGateway.OLD);
      }
      case CLOCK_FORWARD -> world.moveClock(Duration.ofHours(1));
      case CLOCK_BACK -> world.moveClock(Duration.ofHours(-1));
      case INTERRUPTED -> process.signal("INT");
      case TERMINATED -> process.signal("TERM");
      case KILLED -> process.signal("KILL");
    }
  }

  private static void repair(SwitchoverWorld world, Fault fault) throws Exception {
    for (RunningGateway gateway : world.gateways()) {
      gateway.hang(false);
    }
    if (fault == Fault.API_SERVER_AWAY) {
      world.cluster().startServer();
    }
  }
}
