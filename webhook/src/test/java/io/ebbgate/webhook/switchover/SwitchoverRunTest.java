package io.ebbgate.webhook.switchover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.switchover.GatewayPod;
import io.ebbgate.core.switchover.GatewayPod.Ability;
import io.ebbgate.core.switchover.GatewayPod.Connections;
import io.ebbgate.core.switchover.RouteTarget;
import io.ebbgate.core.switchover.SwitchoverEnd;
import io.ebbgate.core.switchover.SwitchoverOrder;
import io.ebbgate.core.switchover.SwitchoverStep.Quiet;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.switchover.PodView.Question;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the command makes of what sidecars answer. */
@Timeout(60)
class SwitchoverRunTest {
  private final FakeSidecars sidecars = new FakeSidecars();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

  private static SwitchoverRequest request(String... command) {
    return new SwitchoverRequest(
        "db", new RouteTarget.ToCluster("new"), "", false, "mine", List.of(command));
  }

  private List<PodCheck> checks(SwitchoverRequest request) throws InterruptedException {
    List<PodCheck> checks = new ArrayList<>();
    for (PodEntry pod : sidecars.pods) {
      checks.add(PodCheck.of(pod, sidecars, request));
    }
    return checks;
  }

  private SwitchoverResult run(Duration deadline, String... command) throws InterruptedException {
    SwitchoverRequest request = request(command);
    return new SwitchoverRun(
            new SwitchoverOrder(Duration.ofSeconds(1), true, deadline, command.length > 0, false),
            request,
            new GatewayView(
                () -> sidecars.pods, sidecars, request, checks(request), System::nanoTime),
            _ -> Optional.empty(),
            new OperatorCommand(List.of(command), false),
            new Progress(out, System::nanoTime),
            System::nanoTime)
        .run();
  }

  @Test
  void closesWaitsForTheRouteAndLetsIn() throws Exception {
    sidecars.cluster = "new";

    SwitchoverResult result = run(Duration.ofSeconds(20), "true");

    assertThat(result.end()).isEqualTo(SwitchoverEnd.MOVED);
    assertThat(result.commandExit()).hasValue(0);
    assertThat(result.keptOut()).isPresent();
    assertThat(result.closed()).isEqualTo(6);
    assertThat(result.notes()).isEmpty();
    assertThat(sidecars.closed()).isEmpty();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains(
            "closing connections of db on a, b", "running true", "the route points to cluster new");
  }

  /** No call lies between the route and the clients but the one that waits for both. */
  @Test
  void eachPodLetsClientsInByTheCallThatWaitsForItsRoute() throws Exception {
    sidecars.cluster = "new";

    SwitchoverResult result = run(Duration.ofSeconds(20), "true");

    assertThat(result.end()).isEqualTo(SwitchoverEnd.MOVED);
    assertThat(result.pods()).allMatch(SwitchoverResult.PodResult::released);
    assertThat(sidecars.calls.stream().filter(call -> call.contains("DELETE")))
        .hasSize(2)
        .allMatch(call -> call.contains("id=mine&until-route=cluster%3Dnew&wait="));
    assertThat(
            sidecars.calls.stream().filter(call -> call.contains("POST") && call.contains("id=")))
        .hasSize(2)
        .allMatch(call -> call.contains("&delay="));
  }

  /** What was waited for is left alone when it is known where clients are. */
  @Test
  void clientsThatAreBehindAreClosedOnceMoreWhenTheyAreQuiet() throws Exception {
    sidecars.cluster = "new";
    sidecars.behind = 1;

    SwitchoverResult result = run(Duration.ofSeconds(20), "true");

    assertThat(result.end()).isEqualTo(SwitchoverEnd.MOVED);
    assertThat(sidecars.calls.stream().filter(call -> call.contains("POST") && isReal(call)))
        .hasSize(4)
        .filteredOn(call -> !call.contains("&delay="))
        .hasSize(2)
        .allMatch(call -> call.contains("&wait-quiet=1000ms"));
    assertThat(sidecars.closed()).isEmpty();
  }

  /** To close them once more would hit the listener in each switchover, and change nothing. */
  @Test
  void knowsWhichConnectionsAtTheOldEndpointAreAnotherListeners() throws Exception {
    sidecars.cluster = "new";
    sidecars.others = 2;
    PodView pod =
        new PodView(
            sidecars.pods.getFirst(), sidecars, request(), List.of("old"), System::nanoTime);
    long now = System.nanoTime();
    pod.keepClosed(now, now + Duration.ofSeconds(9).toNanos(), new Quiet(Duration.ZERO, false));
    for (Question question : List.of(Question.FOLLOW, Question.CONNECTIONS)) {
      pod.ask(question).orElseThrow().join();
    }

    GatewayPod known = pod.known(new Ability.Closes());

    assertThat(known.connections())
        .isEqualTo(new Connections(Count.of(2), 2, Count.of(4), Count.of(3)));
  }

  private static boolean isReal(String call) {
    return !call.contains("dry-run");
  }

  private Thread silenceWhenAllAreClosed(String pod) {
    return Thread.ofVirtual()
        .start(() -> {
          while (sidecars.closed().size() < 2) {
            Thread.onSpinWait();
          }
          sidecars.silent.add(pod);
        });
  }

  @Test
  void aPodThatStopsToAnswerIsNamedWithTheTimeAtWhichItLetsClientsIn() throws Exception {
    Thread breaks = silenceWhenAllAreClosed("b");

    SwitchoverResult result = run(Duration.ofSeconds(3));

    breaks.join();
    assertThat(result.end()).isIn(SwitchoverEnd.NOT_MOVED, SwitchoverEnd.NOT_CLOSED);
    assertThat(sidecars.closed()).containsExactly("b");
    assertThat(result.notes())
        .singleElement()
        .asString()
        .contains("Pod b", "by itself 3s after the beginning");
  }

  @Test
  void ofTwoAtOnceOneIsRefusedEverywhereAndEndsNothingOfTheOther() throws Exception {
    sidecars.closedBy.put("a", "theirs");

    SwitchoverResult result = run(Duration.ofSeconds(3));

    assertThat(result.end()).isEqualTo(SwitchoverEnd.BUSY);
    assertThat(sidecars.closedBy).containsOnlyKeys("a").containsValue("theirs");
  }

  @Test
  void anInterruptLetsClientsIn() throws Exception {
    Thread here = Thread.currentThread();
    Thread stops =
        Thread.ofVirtual()
            .start(() -> {
              while (sidecars.closed().size() < 2) {
                Thread.onSpinWait();
              }
              here.interrupt();
            });

    SwitchoverResult result = run(Duration.ofMinutes(1));

    stops.join();
    assertThat(result.end()).isEqualTo(SwitchoverEnd.INTERRUPTED);
    assertThat(sidecars.closed()).isEmpty();
  }

  /** The first one may come when the switchover has ended and is letting clients in. */
  @Test
  void aSignalBreaksNothingOfTheCleanUpOff() throws Exception {
    Thread here = Thread.currentThread();
    sidecars.watcher =
        call -> {
          if (call.contains(" DELETE ")) {
            here.interrupt();
          }
        };
    Thread breaks = silenceWhenAllAreClosed("b");

    SwitchoverResult result = run(Duration.ofSeconds(2), "sleep", "60");

    breaks.join();
    var _ = Thread.interrupted();
    assertThat(result.commandExit()).as("it was asked to end").isPresent();
    assertThat(result.notes()).noneMatch(note -> note.contains("still runs"));
  }

  @Test
  void aCommandThatCantBeStartedHasFailed() throws Exception {
    SwitchoverResult result = run(Duration.ofSeconds(20), "/nowhere/promote");

    assertThat(result.end()).isEqualTo(SwitchoverEnd.COMMAND_FAILED);
    assertThat(result.notes()).singleElement().asString().contains("/nowhere/promote");
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("where clients are");
    assertThat(sidecars.closed()).isEmpty();
  }

  /** To try it again until the deadline would not help. */
  @Test
  void anEvictionThatIsForbiddenEndsItWithTheSentence() throws Exception {
    sidecars.cluster = "new";
    sidecars.refusal = "Selective close is off.";
    SwitchoverRequest request = request("true");

    SwitchoverResult result =
        new SwitchoverRun(
                new SwitchoverOrder(Duration.ofSeconds(1), true, Duration.ofMinutes(5), true, true),
                request,
                new GatewayView(
                    () -> sidecars.pods, sidecars, request, checks(request), System::nanoTime),
                _ -> {
                  throw new ForbiddenException("You may not.");
                },
                new OperatorCommand(request.command(), false),
                new Progress(out, System::nanoTime),
                System::nanoTime)
            .run();

    assertThat(result.end()).isEqualTo(SwitchoverEnd.NOT_RESTARTED);
    assertThat(result.notes()).containsExactly("You may not.");
  }

  @Test
  void aCheckTellsWhatAPodCantDoFromWhatNoPodCan() throws Exception {
    PodCheck good = checks(request()).getFirst();
    assertThat(good.connections()).contains(new PodCheck.Connections(3, 1));
    assertThat(good.listeners()).containsExactly("db");
    assertThat(good.restartCost(sidecars)).isEqualTo(new PodCheck.RestartCost(3, 1, true));
    assertThat(good.ability()).isEqualTo(new Ability.Closes());

    sidecars.refusal = "Selective close is off.";
    assertThat(checks(request()).getFirst().ability())
        .isEqualTo(new Ability.ClosesNone("Pod a closes no connections: Selective close is off."));
    sidecars.dryRunStatus = 404;
    sidecars.dryRunBody = "{\"error\":\"no\",\"listeners\":[\"db-1\",\"web\"]}";
    assertThat(checks(request()).getFirst().refusal())
        .contains(new CheckRefusal.UnknownListener(List.of("db-1", "web")));
    sidecars.dryRunStatus = 503;
    sidecars.dryRunBody = "{\"error\":\"Envoy's listeners are not known yet.\"}";
    assertThat(checks(request()).getFirst().ability()).isInstanceOf(Ability.Silent.class);
    sidecars.silent.add("a");
    assertThat(checks(request()).getFirst().ability())
        .isEqualTo(new Ability.Silent("Pod a can't be asked: it does not answer."));
  }
}
