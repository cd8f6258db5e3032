package io.ebbgate.system.switchover;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.EventNames;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.switchover.SwitchoverEnd;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.system.switchover.SwitchoverProcess.Ended;
import io.ebbgate.webhook.status.FakeKubelet;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command against real Envoys and real sidecars, behind a real API server. */
@Tag("cluster")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchoverIT {
  private static final String UNTIL = "--until-route=cluster=new";

  /** Clients that write without a pause are never quiet. */
  private static final String[] BUSY = {"--force", "--wait-quiet=200ms"};

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Path folder;
  private SwitchoverWorld world;

  @BeforeAll
  void start(@TempDir Path all) throws Exception {
    folder = all;
    world = SwitchoverWorld.start(folder);
  }

  @AfterAll
  void stop() throws Exception {
    world.close();
  }

  @BeforeEach
  void twoPods() throws Exception {
    world.closing(true);
    var _ = world.add(RunningGateway.OLD);
    assumeTrue(world.mayClose(), "this process may not close connections");
    var _ = world.add(RunningGateway.OLD);
  }

  @AfterEach
  void clear() throws Exception {
    world.clear();
  }

  private static String[] busy(String... options) {
    return Stream.concat(Stream.of(BUSY), Stream.of(options)).toArray(String[]::new);
  }

  private static void assertEnded(Ended ended, SwitchoverEnd end) {
    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(end.exitCode());
  }

  private void assertLetsIn() throws InterruptedException {
    assertLetsIn(LIMIT);
  }

  private void assertLetsIn(Duration limit) throws InterruptedException {
    for (RunningGateway gateway : world.gateways()) {
      Await.until(
          gateway.name() + " lets clients in", limit, () -> SwitchoverWorld.letsIn(gateway));
    }
  }

  private void awaitMoving(SwitchoverProcess process) throws InterruptedException {
    Await.until(
        "the command runs",
        LIMIT,
        () -> {
          if (!process.isRunning()) {
            throw new AssertionError("ended early: " + process.progress());
          }
          return world.isMoving();
        });
  }

  private Event event() {
    return world
        .cluster()
        .admin()
        .events()
        .v1()
        .events()
        .inNamespace(FakeKubelet.NAMESPACE)
        .list()
        .getItems()
        .stream()
        .filter(each -> EventNames.SWITCHOVER_REPORTER.equals(each.getReportingController()))
        .max((one, other) -> one.getEventTime().getTime().compareTo(other.getEventTime().getTime()))
        .orElseThrow();
  }

  @Test
  void clientsFollowTheDatabaseAndItIsProven() throws Exception {
    world.writers(8);
    SwitchoverProcess process = world.runMoving(busy(UNTIL, "--deadline=30s", "-o", "json"));
    awaitMoving(process);
    Await.until(
        "only connections that are about to be closed are left",
        LIMIT,
        () -> world.database().first().connections() <= 8);
    long before = world.clients().stream().mapToLong(WritingClient::rows).sum();
    world.move();
    world.moved();

    Ended ended = process.ended(60);

    assertEnded(ended, SwitchoverEnd.MOVED);
    JsonNode json = ended.json();
    assertThat(json.path("outcome").asText()).isEqualTo("moved");
    assertThat(json.path("commandExitCode").asInt(-1)).isZero();
    assertThat(json.path("pods")).hasSize(2);
    long there = 0;
    long toNew = 0;
    for (JsonNode pod : json.path("pods")) {
      assertThat(pod.path("released").asBoolean()).isTrue();
      assertThat(pod.path("toOld").asInt(-1)).isZero();
      there += pod.path("there").asLong();
      toNew += pod.path("toNew").asLong();
    }
    assertThat(there).isBetween(4L, 8L);
    assertThat(toNew).isPositive();
    assertThat(ended.err())
        .contains("8 connections of db", "running sh", "the route points to cluster new");
    Await.until(
        "all write again",
        LIMIT,
        () -> world.clients().stream().mapToLong(WritingClient::rows).sum() > before + 100);
    assertThat(world.database().first().connections()).isZero();
    assertNothingIsLost();
    assertThat(event().getReason()).isEqualTo("SwitchoverMoved");
    assertThat(event().getRegarding().getName()).isEqualTo("edge");
    assertThat(world.gateways().getFirst().sidecar().metrics())
        .contains(MetricNames.SELECTIVE_CLOSES + "{result=\"called_off\"} 1.0")
        .contains(MetricNames.LISTENERS_CLOSING + " 0.0")
        .doesNotContain(MetricNames.LISTENERS_KEPT_CLOSED + " 0.0");
  }

  private void assertNothingIsLost() {
    for (WritingClient client : world.clients()) {
      client.close();
      assertThat(client.acknowledged()).doesNotHaveDuplicates().allMatch(world.database()::has);
    }
  }

  /** Envoy learns endpoints of its one cluster, as from a Service whose selector changes. */
  @Test
  void anEndpointIsATargetTooAndAnotherStepMayMoveIt() throws Exception {
    world.writers(2);
    String address = "127.0.0.1:" + world.database().second().address().getPort();
    SwitchoverProcess process =
        world.run(busy("--until-route=endpoint=" + address, "--deadline=30s", "-o", "json"));
    Await.until(
        "it waits", LIMIT, () -> process.progress().contains("waiting for the route to point to"));
    world.move();

    Ended ended = process.ended(60);

    assertEnded(ended, SwitchoverEnd.MOVED);
    assertThat(ended.json().path("commandExitCode").isNull()).isTrue();
  }

  @Test
  void withoutATargetTheCommandsEndIsTheMove() throws Exception {
    world.writers(2);
    Ended ended = world.run(busy("--deadline=30s", "-o", "json", "--", "true")).ended(60);

    assertEnded(ended, SwitchoverEnd.MOVED);
    assertLetsIn();
  }

  @Test
  void aRouteThatNeverMovesEndsAtTheDeadlineWithClientsLetIn() throws Exception {
    world.writers(2);
    Ended ended = world.run(busy(UNTIL, "--deadline=2s")).ended(60);

    assertEnded(ended, SwitchoverEnd.NOT_MOVED);
    assertThat(ended.out()).contains("clients are let in again");
    assertLetsIn();
    assertThat(event().getType()).isEqualTo("Warning");
  }

  @Test
  void aCommandThatFailsEndsItWithClientsLetIn() throws Exception {
    Ended ended = world.run(UNTIL, "-o", "json", "--", "sh", "-c", "exit 7").ended(60);

    assertEnded(ended, SwitchoverEnd.COMMAND_FAILED);
    assertThat(ended.json().path("commandExitCode").asInt()).isEqualTo(7);
    assertLetsIn();
  }

  /** What waits for an answer is not cut, unless it is to be. */
  @Test
  void withoutForceWhatWorksIsNotCut() throws Exception {
    int port = world.gateways().getFirst().port();
    try (Socket working = new Socket(InetAddress.getLoopbackAddress(), port)) {
      working.getOutputStream().write("client 0\n".getBytes(US_ASCII));
      assertThat(working.getInputStream().readNBytes(3)).hasSize(3);
      working.getOutputStream().write("half a row".getBytes(US_ASCII));

      Ended patient = world.run(UNTIL, "--wait-quiet=300ms", "--deadline=20s").ended(60);

      assertEnded(patient, SwitchoverEnd.NOT_QUIET);
      working.getOutputStream().write("\n".getBytes(US_ASCII));
      assertThat(working.getInputStream().readNBytes(3)).hasSize(3);
      working.getOutputStream().write("half a row".getBytes(US_ASCII));
      Ended forced =
          world
              .run("--wait-quiet=300ms", "--deadline=20s", "--force", "-o", "json", "--", "true")
              .ended(60);
      assertThat(forced.json().at("/pods/0/closedWorking").asInt()).isEqualTo(1);
      assertEnded(forced, SwitchoverEnd.NOT_PROVEN);
    }
    assertLetsIn();
  }

  @Test
  void twoAtOnceAreRefused() throws Exception {
    SwitchoverProcess first = world.runMoving(UNTIL, "--deadline=40s", "-o", "json");
    awaitMoving(first);

    Ended second = world.run(UNTIL, "-o", "json").ended(60);

    assertEnded(second, SwitchoverEnd.BUSY);
    assertThat(second.outcome()).isEqualTo("busy");
    assertThat(first.isRunning()).isTrue();
    assertThat(world.gateways()).noneMatch(SwitchoverWorld::letsIn);
    world.writers(2);
    world.move();
    world.moved();
    assertEnded(first.ended(60), SwitchoverEnd.MOVED);
  }

  @Test
  void aDryRunSaysWhatItWouldDoAndDoesNothing() throws Exception {
    world.writers(2);
    Await.until("they are there", LIMIT, () -> world.database().first().connections() == 2);

    Ended ended = world.run(UNTIL, "--dry-run", "-o", "json").ended(60);

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.json().path("by").asText()).isEqualTo("selective close");
    assertThat(ended.json().at("/pods/0/clusters/0").asText()).isEqualTo("old");
    assertThat(world.database().first().connections()).isEqualTo(2);
    assertThat(world.run(UNTIL, "--dry-run").ended(60).out())
        .contains("edge", "closes connections", "nothing was done");
  }

  @Test
  void saysWhatIsWrongInOneSentence() throws Exception {
    Ended unknown =
        SwitchoverProcess.start(
                folder,
                world.cluster().kubeconfig(folder),
                List.of("deploy/edge", "--listener=database", UNTIL))
            .ended(60);
    assertThat(unknown.exitCode()).isEqualTo(64);
    assertThat(unknown.err())
        .startsWith("The gateway has no listener \"database\"; it has db, new, old.")
        .hasLineCount(2);
    assertEnded(
        SwitchoverProcess.start(
                folder,
                world.cluster().kubeconfig(folder),
                List.of("deploy/none", "--listener=db", UNTIL))
            .ended(60),
        SwitchoverEnd.NO_PODS);
    assertThat(world.run(UNTIL, "--deadline=6m").ended(60).err())
        .startsWith("--deadline is \"6m\"; allowed is at most 5m");
    assertThat(world.run(UNTIL, "--peers=db").ended(60).err()).startsWith("peers is \"db\"");
    world.cluster().stopServer();
    try {
      assertThat(world.run(UNTIL).ended(60).exitCode()).isEqualTo(69);
    } finally {
      world.cluster().startServer();
    }
  }

  /** Its sidecars can't close connections: what a restart cuts is said, and asked for. */
  @Test
  void restartsPodsThatCloseNoConnections() throws Exception {
    world.clear();
    world.closing(false);
    RunningGateway first = world.add(RunningGateway.OLD);
    RunningGateway second = world.add(RunningGateway.OLD);
    world.writers(4);
    Await.until("they are there", LIMIT, () -> world.database().first().connections() == 4);

    Ended asked = world.run(UNTIL).ended(60);
    assertEnded(asked, SwitchoverEnd.NOT_CLOSABLE);
    assertThat(asked.out())
        .contains(
            "Selective close is off", "A restart of 2 pods cuts 4 connections of 1 listeners");

    SwitchoverProcess process = world.runMoving(UNTIL, "--yes", "--deadline=2m", "-o", "json");
    awaitMoving(process);
    world.move();
    world.moved();
    for (RunningGateway old : List.of(first, second)) {
      Await.until(old.name() + " is evicted", LIMIT, () -> isTerminating(old));
      assertThat(List.of(first, second).stream().filter(this::isTerminating)).hasSize(1);
      var _ = world.add(RunningGateway.NEW);
      world.gateways().remove(old);
      old.close();
      world.node().remove(old.name());
    }

    Ended ended = process.ended(90);

    assertEnded(ended, SwitchoverEnd.MOVED);
    assertThat(ended.err()).contains("A restart of 2 pods cuts 4 connections of 1 listeners");
    assertNothingIsLost();
  }

  private boolean isTerminating(RunningGateway gateway) {
    var pod =
        world
            .cluster()
            .admin()
            .pods()
            .inNamespace(FakeKubelet.NAMESPACE)
            .withName(gateway.name())
            .get();
    return pod != null && pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** Each step but the checks, in which nothing is done yet. */
  @Test
  void anInterruptLetsClientsInAtEachStep() throws Exception {
    world.writers(2);
    SwitchoverProcess acting = world.runMoving(busy(UNTIL, "--deadline=60s", "-o", "json"));
    awaitMoving(acting);
    interrupted(acting);

    SwitchoverProcess rerouting = world.run(busy(UNTIL, "--deadline=60s", "-o", "json"));
    Await.until("it waits", LIMIT, () -> rerouting.progress().contains("waiting for the route"));
    interrupted(rerouting);
  }

  private void interrupted(SwitchoverProcess process) throws IOException, InterruptedException {
    process.signal("INT");
    Ended ended = process.ended(30);

    assertEnded(ended, SwitchoverEnd.INTERRUPTED);
    assertThat(ended.outcome()).isEqualTo("interrupted");
    assertThat(ended.json().path("pods")).allMatch(pod -> pod.path("released").asBoolean());
    assertLetsIn();
  }

  @Test
  void whereTheCommandIsKilledSidecarsLetClientsInByThemselvesAtTheDeadline() throws Exception {
    Duration deadline = Duration.ofSeconds(8);
    SwitchoverProcess process =
        world.runMoving(UNTIL, "--deadline=%ds".formatted(deadline.toSeconds()));
    awaitMoving(process);
    // After its beginning.
    long end = System.nanoTime() + deadline.toNanos();
    assertThat(world.gateways()).noneMatch(SwitchoverWorld::letsIn);

    process.signal("KILL");

    Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    assertLetsIn(left.plusSeconds(5));
  }

  /** Its clients would stay where they are, and it would say that all have moved. */
  @Test
  void aPodWhoseSidecarDoesNotRunIsNamedAndNothingIsDone() throws Exception {
    RunningGateway crashed = world.gateways().getFirst();
    crashed.killSidecar();
    world.node().crashSidecar(crashed.name());

    Ended ended = world.run(busy(UNTIL, "--deadline=5s")).ended(60);

    assertEnded(ended, SwitchoverEnd.SILENT);
    assertThat(ended.out()).contains(crashed.name(), "its sidecar does not run");
    assertLetsIn();
  }

  /** A listener for reading leads to the new primary already. */
  @Test
  void connectionsOfAnotherListenerProveNothing() throws Exception {
    for (RunningGateway gateway : world.gateways()) {
      gateway.route(RunningGateway.NEW);
    }
    world.database().promote();
    try (Socket _ = world.gateways().getFirst().reader()) {
      Await.until("the reader is there", LIMIT, () -> world.database().second().connections() == 1);

      Ended ended = world.run(busy(UNTIL, "--deadline=5s", "-o", "json")).ended(60);

      assertEnded(ended, SwitchoverEnd.NOT_PROVEN);
      assertThat(ended.json().path("pods"))
          .extracting(pod -> pod.path("toNew").asInt(-1))
          .containsExactlyInAnyOrder(0, 1);
      assertThat(world.database().second().connections()).isEqualTo(1);
    }
  }
}
