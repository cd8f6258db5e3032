package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.changedPlan;
import static io.ebbgate.core.drain.DrainTesting.envoy;
import static io.ebbgate.core.drain.DrainTesting.http;
import static io.ebbgate.core.drain.DrainTesting.listener;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import io.ebbgate.core.drain.ListenerFacts.Direction;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  @ParameterizedTest
  @ValueSource(strings = {"1.36.2", "1.37.0", "1.38.3", "1.39.3", "1.40.0"})
  void announcesToListenersUnderTheImmediateStrategy(String version) {
    Plan plan = plan(version, Strategy.IMMEDIATE, http("web", 8080));

    assertThat(plan.announcement()).isEqualTo(AdminAction.ANNOUNCE);
    assertThat(plan.version()).map(EnvoyVersion::toString).contains(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.36.2", "1.37.0", "1.38.3", "1.39.3", "1.40.0"})
  void announcesByReadinessUnderALongGradualStrategy(String version) {
    Plan plan = plan(version, Strategy.GRADUAL, http("web", 8080));

    assertThat(plan.announcement()).isEqualTo(AdminAction.FAIL_READINESS);
    assertThat(plan.notes()).anyMatch(note -> note.contains("Gradual strategy over 600s"));
  }

  /** Only {@code /drain_listeners} reaches idle connections there. */
  @ParameterizedTest
  @ValueSource(strings = {"1.41.0", "1.41.0-dev", "2.0.0"})
  void announcesToListenersUnderALongGradualStrategyWhereIdleConnectionsHearOfIt(String version) {
    Plan plan = plan(version, Strategy.GRADUAL, http("web", 8080));

    assertThat(plan.announcement()).isEqualTo(AdminAction.ANNOUNCE);
    assertThat(plan.notes()).anyMatch(note -> note.contains("idle connections hear"));
  }

  @Test
  void namesThreeOfManyListenersInOneShortNote() {
    ListenerFacts[] many =
        IntStream.range(0, 2000)
            .mapToObj(i -> listener(i + "db" + "x".repeat(4000), 3306, Protocol.TCP, false))
            .toArray(ListenerFacts[]::new);
    List<String> notes = plan("1.40.0", Strategy.IMMEDIATE, many).notes();

    assertThat(notes).singleElement().asString().startsWith("2000 TCP listeners (0dbxx");
    assertThat(notes).allSatisfy(note -> assertThat(note).hasSizeLessThan(300));
  }

  @Test
  void announcesToListenersUnderAQuickGradualStrategy() {
    Plan plan =
        Planner.plan(
            envoy("1.40.0", Strategy.GRADUAL, Duration.ofSeconds(5), http("web", 8080)), Set.of());

    assertThat(plan.announcement()).isEqualTo(AdminAction.ANNOUNCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.36.2", "1.39.3"})
  void usesThatInboundListenersDrainAtOnceBefore140(String version) {
    Plan plan = plan(version, Strategy.GRADUAL, directed(Direction.INBOUND));

    assertThat(plan.announcement()).isEqualTo(AdminAction.ANNOUNCE);
  }

  @Test
  void doesNotTrustInboundListenersFrom140On() {
    Plan plan = plan("1.40.0", Strategy.GRADUAL, directed(Direction.INBOUND));

    assertThat(plan.announcement()).isEqualTo(AdminAction.FAIL_READINESS);
  }

  @Test
  void doesNotRelyOnReadinessWhereEveryListenerIgnoresIt() {
    Plan plan = plan("1.40.0", Strategy.GRADUAL, listener("web", 8080, Protocol.HTTP, true));

    assertThat(plan.announcement()).isEqualTo(AdminAction.ANNOUNCE);
    assertThat(plan.notes()).anyMatch(note -> note.contains("MODIFY_ONLY"));
  }

  @Test
  void countsNeitherProbePortsNorUdpNorInternalListeners() {
    Plan plan =
        Planner.plan(
            envoy(
                "1.40.0",
                Strategy.IMMEDIATE,
                TEN_MINUTES,
                http("web", 8080),
                http("ready", 15021),
                listener("quic", 8443, Protocol.UDP, false),
                listener("hbone", 0, Protocol.INTERNAL, false)),
            Set.of(15021));

    assertThat(plan.contexts()).extracting(ListenerFacts::name).containsExactly("web");
  }

  @Test
  void saysThatTcpClientsCanOnlyBeWaitedFor() {
    Plan plan = plan("1.40.0", Strategy.IMMEDIATE, listener("db", 3306, Protocol.TCP, false));

    assertThat(plan.notes()).anyMatch(note -> note.startsWith("1 TCP listener (db): "));
  }

  @Test
  void takesNothingForZeroWhereEnvoyCouldNotBeAsked() {
    Plan plan = Planner.blind("no answer within 500 ms");

    assertThat(plan.known()).isFalse();
    assertThat(plan.announcement()).isEqualTo(AdminAction.ANNOUNCE);
  }

  @Test
  void giveClientsTheLongestDrainTimeoutOfAllListeners() {
    ListenerFacts slow =
        new ListenerFacts(
            "slow",
            "0.0.0.0:9000",
            9000,
            "slow",
            Protocol.HTTP,
            Direction.UNSPECIFIED,
            false,
            Set.of("slow"),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2));

    Plan plan = plan("1.40.0", Strategy.IMMEDIATE, http("web", 8080), slow);

    assertThat(plan.noticeTime()).isEqualTo(Duration.ofSeconds(22));
  }

  @Test
  void countsClientsListenerOnThePortOfAProbe() {
    Plan plan =
        Planner.plan(
            envoy("1.40.0", Strategy.IMMEDIATE, TEN_MINUTES, directed(Direction.OUTBOUND)),
            Set.of(8080));
    assertThat(plan.contexts()).hasSize(1);
  }

  @Test
  void keepsReplacedFilterChainsAsLongAsTheyDrain() {
    Plan before = changedPlan(0, 0, http("web", 8080));
    ListenerFacts replaced = directed(Direction.INBOUND);
    assertThat(changedPlan(1, 1, replaced).after(before).contexts())
        .containsExactly(replaced, http("web", 8080));
    assertThat(changedPlan(1, 0, replaced).after(before).contexts()).containsExactly(replaced);
  }

  @Test
  void doesNotKeepAListenerThatEnvoyHasNoMore() {
    Plan before = changedPlan(0, 0, http("web", 8080), http("gone", 8081));
    assertThat(changedPlan(1, 1, http("web", 8080)).after(before).contexts())
        .containsExactly(http("web", 8080));
  }

  @Test
  void countsNoListenerOfWhichOneAddressIsAnIgnoredPort() {
    ListenerFacts ready = bound("ready", new HostPort("10.0.0.1", 9000), new HostPort("::", 15021));
    Plan plan =
        Planner.plan(
            envoy("1.40.0", Strategy.IMMEDIATE, TEN_MINUTES, http("web", 8080), ready),
            Set.of(15021));

    assertThat(plan.contexts()).extracting(ListenerFacts::name).containsExactly("web");
    assertThat(plan.uncounted()).containsExactly(ready);
    assertThat(plan.notes()).singleElement().asString().contains("ready");
  }

  @Test
  void givesClientsTheNoticeOfTheirOwnFilterChain() {
    ListenerFacts.Timeouts slow = timeouts(30, 0);
    ListenerFacts.Timeouts lingering = timeouts(5, 9);
    Plan plan =
        plan(
            "1.40.0",
            Strategy.IMMEDIATE,
            new ListenerFacts(
                "web",
                "0.0.0.0:80",
                List.of(),
                "web",
                Protocol.HTTP,
                Direction.UNSPECIFIED,
                false,
                Set.of("web"),
                Set.of(slow, lingering)));

    assertThat(plan.noticeTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(plan.notes()).anyMatch(note -> note.contains("different timeouts"));
  }

  @Test
  void announcesByTheOtherCallWhereEnvoyForbidsOne() {
    EnvoyFacts facts =
        envoy("1.40.0", Strategy.IMMEDIATE, TEN_MINUTES, http("web", 8080))
            .under(new Restrictions(Set.of(AdminAction.ANNOUNCE), Set.of()));

    Plan plan = Planner.plan(facts, Set.of());
    assertThat(plan.announcement()).isEqualTo(AdminAction.FAIL_READINESS);
    assertThat(plan.notes()).anyMatch(note -> note.contains("forbids /drain_listeners?graceful"));
  }

  @Test
  void namesStatisticsThatEnvoyDoesNotKeep() {
    EnvoyFacts facts =
        envoy("1.40.0", Strategy.IMMEDIATE, TEN_MINUTES, http("web", 8080))
            .under(new Restrictions(Set.of(), Set.of(Statistic.LISTENER_CONNECTIONS)));

    assertThat(Planner.plan(facts, Set.of()).notes())
        .singleElement()
        .asString()
        .contains("listener.*.downstream_cx_active");
  }

  @Test
  void recognizesListenersByTheirStatisticsAndTrustsNoChainOfTheirs() {
    Plan before =
        Planner.plan(
            envoy(
                "1.40.0", Strategy.IMMEDIATE, TEN_MINUTES, http("web", 8080), http("ready", 15021)),
            Set.of(15021));
    EnvoyFacts found =
        envoy(
            "1.40.0",
            Strategy.IMMEDIATE,
            TEN_MINUTES,
            bound("0.0.0.0_8080"),
            bound("0.0.0.0_15021"),
            bound("new"));

    Plan plan = Planner.plan(found.recognizedBy(before), Set.of(15021));
    assertThat(plan.contexts()).extracting(ListenerFacts::name).containsExactly("web", "new");
    assertThat(plan.contexts()).extracting(ListenerFacts::protocol).containsOnly(Protocol.MIXED);
    assertThat(plan.contexts().getFirst().httpPrefixes()).containsExactly("ingress");
  }

  private static ListenerFacts.Timeouts timeouts(int drain, int close) {
    return new ListenerFacts.Timeouts(
        Duration.ofSeconds(drain), Duration.ofSeconds(close), Duration.ofHours(1));
  }

  private static ListenerFacts bound(String statName, HostPort... bound) {
    return new ListenerFacts(
        statName,
        statName,
        List.of(bound),
        statName,
        bound.length == 0 ? Protocol.MIXED : Protocol.HTTP,
        Direction.UNSPECIFIED,
        false,
        Set.of(),
        Set.of());
  }

  private static Plan plan(String version, Strategy strategy, ListenerFacts... listeners) {
    return Planner.plan(envoy(version, strategy, TEN_MINUTES, listeners), Set.of());
  }

  private static ListenerFacts directed(Direction direction) {
    return listener("web", 8080, Protocol.HTTP, direction, false);
  }
}
