package io.ebbgate.webhook.switchover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.switchover.GatewayPod;
import io.ebbgate.core.switchover.GatewayPod.Ability;
import io.ebbgate.core.switchover.GatewayPod.Listener;
import io.ebbgate.core.switchover.GatewayPod.Route;
import io.ebbgate.core.switchover.RouteTarget;
import io.ebbgate.core.switchover.SwitchoverStep.Quiet;
import io.ebbgate.core.testkit.ManualTicker;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.webhook.switchover.PodEntry.Sidecar;
import io.ebbgate.webhook.switchover.PodView.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of pods, and what they are told. */
@Timeout(60)
class GatewayViewTest {
  private static final SwitchoverRequest REQUEST =
      new SwitchoverRequest(
          "db", new RouteTarget.ToCluster("new"), "", false, "mine", List.of("true"));
  private static final Ability CLOSES = new Ability.Closes();
  private static final List<String> BOTH = List.of("a", "b");
  private static final long DEADLINE = Duration.ofSeconds(3).toNanos();

  private static final Quiet CUT = new Quiet(Duration.ZERO, false);

  private final ManualTicker ticker = new ManualTicker();
  private final FakeSidecars sidecars = new FakeSidecars();

  private GatewayView view() throws InterruptedException {
    List<PodCheck> checks = new ArrayList<>();
    for (PodEntry pod : sidecars.pods) {
      if (!sidecars.silent.contains(pod.name())) {
        checks.add(PodCheck.of(pod, sidecars, REQUEST));
      }
    }
    return new GatewayView(() -> sidecars.pods, sidecars, REQUEST, checks, ticker);
  }

  private PodView pod() {
    return new PodView(sidecars.pods.getFirst(), sidecars, REQUEST, List.of("old"), ticker);
  }

  private static void ask(PodView pod, Question question) throws InterruptedException {
    pod.ask(question).orElseThrow().join();
  }

  private List<String> posts() {
    return sidecars.calls.stream().filter(call -> call.contains("POST") && isReal(call)).toList();
  }

  private static boolean isReal(String call) {
    return !call.contains("dry-run");
  }

  /** The one that is told first may take its time. */
  @Test
  void aPodThatIsToldLateLetsClientsInAtTheDeadlineAllTheSame() throws Exception {
    GatewayView view = view();
    sidecars.watcher =
        call -> {
          if (call.startsWith("a POST")) {
            ticker.advance(Duration.ofSeconds(2));
          }
        };

    view.keepClosed(BOTH, DEADLINE / 6, DEADLINE, new Quiet(Duration.ofSeconds(1), true));

    assertThat(posts())
        .hasSize(2)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains(
                        "a POST", "&delay=500ms&keep=2500ms&wait-quiet=1000ms&spare-working=true"),
            late ->
                assertThat(late)
                    .contains(
                        "b POST", "&delay=0ms&keep=1000ms&wait-quiet=1000ms&spare-working=true"));
  }

  @Test
  void aPodBeginsByItsSidecarsClockHoweverLongTheWayThereTakes() throws Exception {
    sidecars.notClosed = "{\"error\":\"no\",\"clockMillis\":7000000}";
    PodView pod = pod();
    ask(pod, Question.LISTENER);
    ticker.advance(Duration.ofMillis(400));
    // What it was when this answer was written, which takes 100 ms to come back.
    sidecars.notClosed = "{\"error\":\"no\",\"clockMillis\":7000400}";
    sidecars.watcher = _ -> ticker.advance(Duration.ofMillis(100));
    ask(pod, Question.LISTENER);
    sidecars.watcher = _ -> {};

    long from = ticker.nanos() + Duration.ofMillis(300).toNanos();
    pod.keepClosed(from, from + Duration.ofSeconds(2).toNanos(), CUT);

    assertThat(posts()).singleElement().asString().contains("&begin=7000800ms&keep=2000ms");
  }

  @Test
  void aPodIsToldNothingAfterTheDeadline() throws Exception {
    GatewayView view = view();
    sidecars.watcher =
        call -> {
          if (call.startsWith("a POST")) {
            ticker.advance(Duration.ofSeconds(3));
          }
        };

    view.keepClosed(BOTH, 0, DEADLINE, CUT);

    assertThat(sidecars.closed()).containsExactly("a");
  }

  @Test
  void noOtherPodIsToldUntilOneKeepsTheListenerClosed() throws Exception {
    GatewayView view = view();
    sidecars.closeStatus = 503;

    view.keepClosed(BOTH, 0, DEADLINE, CUT);
    view.keepClosed(BOTH, 0, DEADLINE, CUT);
    assertThat(posts()).hasSize(2).allMatch(call -> call.startsWith("a "));

    sidecars.closeStatus = 202;
    view.keepClosed(BOTH, 0, DEADLINE, CUT);
    assertThat(sidecars.closed()).containsExactlyInAnyOrder("a", "b");
  }

  /** A lost node's pod may be about to go for hours. */
  @Test
  void aPodThatIsAboutToGoAndDoesNotAnswerIsNotFollowed() throws Exception {
    sidecars.pods.add(FakeSidecars.pod("lost", true, Sidecar.RUNNING));
    sidecars.silent.add("lost");
    GatewayView view = view();

    assertThat(view.look(Question.LISTENER)).extracting(GatewayPod::name).isEqualTo(BOTH);

    sidecars.pods.set(1, FakeSidecars.pod("b", true, Sidecar.RUNNING));
    assertThat(view.look(Question.LISTENER))
        .as("one that answered at first may keep its clients for long")
        .extracting(GatewayPod::name)
        .isEqualTo(BOTH);
  }

  @Test
  void aPodWhoseSidecarDoesNotRunIsThereAndLetsClientsIn() throws Exception {
    GatewayView view = view();
    view.keepClosed(BOTH, 0, DEADLINE, CUT);
    sidecars.pods.set(1, FakeSidecars.pod("b", false, Sidecar.NOT_RUNNING));
    sidecars.silent.add("b");

    GatewayPod stopped = view.look(Question.LISTENER).getLast();

    assertThat(stopped.ability()).isInstanceOf(Ability.Silent.class);
    assertThat(stopped.listener()).isEqualTo(new Listener.Open());
    assertThat(view.unreleased()).extracting(each -> each.pod().name()).containsExactly("a");
  }

  /** It has let clients in; what says so came to nothing, and asking Envoy takes a while. */
  @Test
  void whereTheAnswerIsLostClientsAreNotTakenForLetInBeforeTheRouteIsKnown() throws Exception {
    PodView pod = pod();
    pod.keepClosed(0, DEADLINE, CUT);
    sidecars.cluster = "new";
    sidecars.lost.add("DELETE");
    ask(pod, Question.FOLLOW);
    sidecars.lost.clear();
    List<GatewayPod> meanwhile = new ArrayList<>();
    sidecars.watcher =
        call -> {
          if (call.contains("GET") && call.contains("/route")) {
            meanwhile.add(pod.known(CLOSES));
          }
        };

    ask(pod, Question.FOLLOW);

    assertThat(meanwhile).singleElement().matches(seen -> !seen.listener().isReleased());
    assertThat(pod.known(CLOSES).listener()).isEqualTo(new Listener.Open());
    assertThat(pod.known(CLOSES).route()).isEqualTo(Route.NEW);
  }

  @Test
  void aListenerThatAnotherKeepsClosedByThenIsNotTakenForOpen() throws Exception {
    PodView pod = pod();
    pod.keepClosed(0, DEADLINE, CUT);
    sidecars.closedBy.put("a", "another");

    ask(pod, Question.FOLLOW);

    assertThat(pod.known(CLOSES).listener()).isEqualTo(new Listener.ClosedByAnother());
  }

  /** It can't keep any client out, so nothing has to wait for it. */
  @Test
  void aPodThatWasNeverToldIsReleasedWhetherItAnswersOrNot() throws Exception {
    PodView pod = pod();
    sidecars.silent.add("a");
    ticker.advance(Duration.ofMinutes(1));
    ask(pod, Question.LISTENER);
    assertThat(pod.known(CLOSES).listener().isReleased()).isTrue();

    pod.keepClosed(ticker.nanos(), ticker.nanos() + DEADLINE, CUT);
    assertThat(pod.known(CLOSES).listener().isReleased()).isFalse();
    assertThat(pod.isReleased()).isFalse();
  }

  @Test
  void aPodsOwnBeginningIsWhenItWasFirstSeenToKeepTheListenerClosed() throws Exception {
    PodView pod = pod();
    sidecars.progress = "\"result\":\"waiting\"";
    pod.keepClosed(0, DEADLINE, CUT);
    assertThat(pod.known(CLOSES).listener()).isEqualTo(new Listener.Waiting());

    ticker.advance(Duration.ofMillis(500));
    sidecars.progress =
        "\"result\":\"running\",\"remaining\":9,\"remainingWorking\":2,\"working\":5";
    ask(pod, Question.LISTENER);
    assertThat(pod.known(CLOSES).listener())
        .isEqualTo(new Listener.KeptClosed(9, 2, Duration.ZERO));

    ticker.advance(Duration.ofMillis(200));
    ask(pod, Question.LISTENER);
    assertThat(pod.known(CLOSES).listener())
        .isEqualTo(new Listener.KeptClosed(9, 2, Duration.ofMillis(200)));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"result\":\"dry_run\",\"there\":3}', 3",
    "'{\"result\":\"failed\",\"there\":0}', -1"
  })
  void aCountThatFailedIsNone(String answer, long clients) throws Exception {
    PodView pod = pod();
    sidecars.dryRunBody = answer;

    ask(pod, Question.CONNECTIONS);

    Count seen = pod.known(CLOSES).connections().clients();
    assertThat(seen instanceof Count.Known(long many) ? many : -1).isEqualTo(clients);
  }
}
