package io.ebbgate.webhook.switchover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.switchover.RouteTarget;
import io.ebbgate.core.switchover.SwitchoverEnd;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.Kubeconfig;
import io.ebbgate.webhook.cluster.RefusedException;
import io.ebbgate.webhook.cluster.TryAgainException;
import io.ebbgate.webhook.status.FakeApiServer;
import io.ebbgate.webhook.status.PodSelector;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command does by what its checks have found, and how it ends. */
@Timeout(60)
class SwitchoverTest {
  private static final String EVENTS = "/events";

  private final FakeSidecars sidecars = new FakeSidecars();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;
  @AutoClose private FakeApiServer api;
  @AutoClose private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    api = FakeApiServer.start();
    cluster = new Kubeconfig(Optional.of(api.kubeconfig(folder)), Optional.empty()).open();
  }

  private Switchover switchover(SwitchoverOptions options, String... command) {
    return new Switchover(
        cluster,
        new PodSelector(Optional.empty(), PodSelector.parseWorkload("deploy/edge")),
        new SwitchoverRequest(
            "db", new RouteTarget.ToCluster("new"), "", false, "mine", List.of(command)),
        options,
        new SwitchoverConsole(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), _ -> false),
        InstantSource.system(),
        System::nanoTime);
  }

  private static SwitchoverOptions options(boolean dryRun) {
    return new SwitchoverOptions(
        Duration.ofSeconds(1), true, Optional.of(Duration.ofSeconds(5)), dryRun, true, true);
  }

  private int run(boolean dryRun, String... command) throws Exception {
    return switchover(options(dryRun), command).run(() -> sidecars.pods, sidecars);
  }

  /** Found after the move, it would leave the old pods where they are. */
  @Test
  void whoMayNotEvictPodsIsToldBeforeTheCommandRuns() {
    sidecars.refusal = "Selective close is off.";
    api.forbid(FakeApiServer.EVICTION);
    Path promoted = folder.resolve("promoted");

    for (boolean dryRun : new boolean[] {true, false}) {
      assertThatThrownBy(() -> run(dryRun, "touch", promoted.toString()))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageStartingWith("You may not create pods/eviction in namespace shop");
    }

    assertThat(promoted).doesNotExist();
  }

  private void answersDryRuns(int status, String body) {
    sidecars.dryRunStatus = status;
    sidecars.dryRunBody = body;
  }

  private void assertNothingIsClosed() {
    assertThat(sidecars.calls).noneMatch(call -> call.contains("&delay="));
  }

  @Test
  void aListenerThatNoPodHasIsAMistakeAndThoseOfAllAreNamed() {
    SidecarCalls calls =
        (pod, method, target, limit) ->
            target.contains("dry-run")
                ? FakeSidecars.replied(
                    404, "{\"error\":\"none\",\"listeners\":[\"db-%s\"]}".formatted(pod.name()))
                : sidecars.call(pod, method, target, limit);

    assertThatThrownBy(() -> switchover(options(false)).run(() -> sidecars.pods, calls))
        .isInstanceOf(RefusedException.class)
        .hasMessage("The gateway has no listener \"db\"; it has db-a, db-b.");
  }

  /** Its Envoy has just started, or gets a new configuration after the others. */
  @ParameterizedTest
  @ValueSource(strings = {"[]", "[\"web\"]"})
  void aListenerThatOnePodHasNotYetIsToBeTriedAgain(String listeners) {
    SidecarCalls calls =
        (pod, method, target, limit) ->
            pod.name().equals("b") && target.contains("dry-run")
                ? FakeSidecars.replied(404, "{\"error\":\"no\",\"listeners\":" + listeners + "}")
                : sidecars.call(pod, method, target, limit);

    assertThatThrownBy(() -> switchover(options(false)).run(() -> sidecars.pods, calls))
        .isInstanceOf(TryAgainException.class)
        .hasMessage("Pod b has no listener \"db\" yet; try again in five seconds.");
    assertNothingIsClosed();
  }

  @Test
  void listenersThatHaveJustChangedAreToBeTriedAgain() {
    answersDryRuns(409, "{\"error\":\"a sentence\",\"reason\":\"outdated\"}");

    assertThatThrownBy(() -> run(false)).isInstanceOf(TryAgainException.class);
    assertThatThrownBy(() -> run(true)).isInstanceOf(TryAgainException.class);
    assertNothingIsClosed();
  }

  /** A dry run counts them, and says what else would be hit. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 |"
            + " {'there':3,'working':1,'shared':{'listeners':['web'],'filterChains':1,'filterChainNames':['a']}}",
        "409 | {'error':'a"
            + " sentence','reason':'shared','port':3306,'listeners':['web'],'filterChains':1}",
      })
  void aListenerThatSharesItsPortIsRefusedBeforeAnythingIsDone(int status, String body) {
    answersDryRuns(status, body.replace('\'', '"'));

    assertThatThrownBy(() -> run(false))
        .isInstanceOf(RefusedException.class)
        .hasMessageContainingAll("Listener \"db\" shares its port", "web", "--shared")
        .hasMessageNotContaining("filter chains");
    assertNothingIsClosed();
  }

  @Test
  void filterChainsOfAListenerAreNamedAsWell() {
    answersDryRuns(
        409,
        """
        {"reason":"shared","port":3306,"listeners":[],"filterChains":2,"filterChainNames":["a","b"]}
        """);

    assertThatThrownBy(() -> run(false))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("its port 3306: clients of all its 2 filter chains (a, b) would");
  }

  @Test
  void aRestartIsNotRefusedForAPortThatIsShared() throws Exception {
    sidecars.refusal = "Selective close is off.";
    answersDryRuns(200, "{\"there\":3,\"working\":1,\"shared\":{\"listeners\":[\"web\"]}}");

    assertThat(run(true)).isZero();
  }

  /** Its zero is no count. */
  @Test
  void aPodWhoseConnectionsCantBeCountedIsSilent() throws Exception {
    answersDryRuns(
        200, "{\"result\":\"failed\",\"there\":0,\"working\":0,\"cause\":\"no sock_diag\"}");

    assertThat(run(true)).isEqualTo(SwitchoverEnd.SILENT.exitCode());
    JsonNode pod = new ObjectMapper().readTree(out.toString(UTF_8)).at("/pods/0");
    assertThat(pod.path("there").isNull()).isTrue();
    assertThat(pod.path("problem").asText()).contains("Pod a", "no sock_diag");
    assertThat(run(false)).isEqualTo(SwitchoverEnd.SILENT.exitCode());
    assertNothingIsClosed();
  }

  @Test
  void aRestartSaysWhereItCutsMoreThanCouldBeCounted() throws Exception {
    sidecars.refusal = "Selective close is off.";
    sidecars.cluster = "new";
    SidecarCalls calls =
        (pod, method, target, limit) ->
            pod.name().equals("b") && target.equals(SwitchoverRequest.countOf("db"))
                ? FakeSidecars.replied(200, "{\"result\":\"failed\",\"there\":0}")
                : sidecars.call(pod, method, target, limit);
    SwitchoverOptions asked =
        new SwitchoverOptions(
            Duration.ofSeconds(1), true, Optional.of(Duration.ofSeconds(5)), false, false, true);

    int exitCode = switchover(asked, "true").run(() -> sidecars.pods, calls);

    assertThat(exitCode).isEqualTo(SwitchoverEnd.NOT_CLOSABLE.exitCode());
    assertThat(err.toString(UTF_8))
        .contains("A restart of 2 pods cuts at least 3 connections of 1 listeners.");
  }

  /** After a signal there may be no time left for it. */
  @Test
  void theResultIsPrintedBeforeTheEventIsWritten() throws Exception {
    sidecars.cluster = "new";
    List<String> printed = new CopyOnWriteArrayList<>();
    api.before(EVENTS, () -> printed.add(out.toString(UTF_8)));

    assertThat(run(false, "true")).isZero();

    assertThat(printed).singleElement().asString().contains("\"outcome\" : \"moved\"");
  }

  @Test
  void oneThatIsRefusedInItsChecksWritesNoEvent() throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    api.before(EVENTS, () -> events.add("one"));
    sidecars.closedBy.put("a", "theirs");

    assertThat(run(false, "true")).isEqualTo(SwitchoverEnd.BUSY.exitCode());

    assertThat(events).isEmpty();
    assertThat(out.toString(UTF_8)).contains("Nothing was done");
  }

  @Test
  void oneThatAnotherInterruptsWhileTheCommandRunsWritesAnEvent() throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    api.before(EVENTS, () -> events.add("one"));
    Path promoted = folder.resolve("promoted");
    SidecarCalls calls =
        (pod, method, target, limit) -> {
          if (Files.exists(promoted)) {
            sidecars.closedBy.put("a", "theirs");
          }
          return sidecars.call(pod, method, target, limit);
        };

    int exitCode =
        switchover(options(false), "sh", "-c", "touch " + promoted + "; exec sleep 60")
            .run(() -> sidecars.pods, calls);

    assertThat(exitCode).isEqualTo(SwitchoverEnd.BUSY.exitCode());
    assertThat(events).hasSize(1);
    assertThat(out.toString(UTF_8)).doesNotContain("Nothing was done");
  }
}
