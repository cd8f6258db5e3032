package io.ebbgate.sidecar.envoy;

import static io.ebbgate.sidecar.envoy.Captured.answer;
import static io.ebbgate.sidecar.envoy.Captured.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.drain.EnvoyFacts;
import io.ebbgate.core.drain.ListenerChanges;
import io.ebbgate.core.drain.ListenerCounts;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Direction;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Planner;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.drain.Restrictions;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.sidecar.envoy.StatFilter.Kind;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatPollTest {
  private static final ListenerFacts WEB = listener("10.0.0.1_80", Protocol.HTTP, "ingress");
  private static final ListenerFacts RAW = listener("raw.tcp", Protocol.TCP);

  private static final String HTTP_CONNECTIONS =
      "{\"name\":\"http.ingress.downstream_cx_active\",\"value\":2},";

  @Test
  void readsZerosOfARealEnvoyWithoutConnections() throws Exception {
    StatPoll poll = poll(listener("127.0.0.1_10080", Protocol.HTTP, "ingress"), RAW);

    assertThat(sums(poll.read(answer("stats")))).isEqualTo(reading(0, 0, 0, 0, 0));
  }

  @Test
  void countsAConnectionOfATcpListenerAsWork() throws Exception {
    Reading reading = poll(WEB, RAW).read(text(stats(3, 2, 1)));

    assertThat(sums(reading)).isEqualTo(reading(4, 2, 1, 30, 20));
    assertThat(reading.listeners())
        .isEqualTo(
            Map.of(
                "10.0.0.1_80", new ListenerCounts(Count.of(3), Count.of(20)),
                "raw.tcp", new ListenerCounts(Count.of(1), Count.of(10))));
  }

  @Test
  void countsTwoVersionsOfOneListenerOnce() throws Exception {
    Reading reading = poll(WEB, WEB).read(text(stats(3, 2, 1)));

    assertThat(reading.connections()).isEqualTo(Count.of(3));
  }

  @Test
  void doesNotTakeAMissingStatisticForZero() throws Exception {
    Reading reading = poll(WEB).read(text("{\"stats\":[]}"));

    assertThat(reading.idle()).isFalse();
    assertThat(reading.connections()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void takesAPlanThatIsKnownToHaveNoListenersForZero() throws Exception {
    assertThat(poll().read(text("{\"stats\":[]}"))).isEqualTo(reading(0, 0, 0, 0, 0));
  }

  @Test
  void doesNotTakeAnUnknownPlanForZero() throws Exception {
    StatPoll blind = new StatPoll(Planner.blind("no answer"));
    assertThat(blind.read(text("{\"stats\":[]}")).idle()).isFalse();
  }

  @Test
  void tellsHowOftenTheListenersHaveChanged() throws Exception {
    String manager =
        """
        {"name":"listener_manager.listener_added","value":3},
        {"name":"listener_manager.listener_modified","value":2},
        {"name":"listener_manager.listener_removed","value":1},
        {"name":"listener_manager.total_listeners_draining","value":1},
        {"name":"listener_manager.total_filter_chains_draining","value":4},
        """;
    assertThat(poll(WEB, RAW).read(text(stats(manager, 0, 0, 0))).changes())
        .contains(new ListenerChanges(6, 5, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "9223372036854775808", "1.5", "\"1\"", "null", "true", "[]", "{\"a\":1}"})
  void doesNotTakeWhatIsNoCountForZero(String value) throws Exception {
    String json =
        stats(0, 0, 0)
            .replace(
                "_80.downstream_cx_active\",\"value\":0",
                "_80.downstream_cx_active" + "\",\"value\":" + value);

    assertThat(poll(WEB).read(text(json)).connections()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void stepsOverHistogramsWhichHaveNoName() throws Exception {
    String json = stats("{\"histograms\":{\"computed_quantiles\":[]}},", 1, 1, 0);

    assertThat(poll(WEB).read(text(json)).connections()).isEqualTo(Count.of(1));
  }

  @Test
  void leavesOutCopiesOfWorkersAndTheAdminListener() throws Exception {
    String copies =
        "{\"name\":\"listener.10.0.0.1_80.worker_0.downstream_cx_active\",\"value\":1},"
            + "{\"name\":\"listener.admin.downstream_cx_active\",\"value\":9},";

    assertThat(poll(WEB).read(text(stats(copies, 1, 1, 0))).connections()).isEqualTo(Count.of(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"stats\":[", "{\"stats\":[{\"value\":NaN}]}", "[]", "x"})
  void refusesWhatIsNoWholeAnswer(String body) {
    assertThatThrownBy(() -> poll(WEB).read(text(body))).isInstanceOf(IOException.class);
  }

  @Test
  void asksForTheCountedListenersByName() {
    StatPoll poll = poll(listener("[__]_8080", Protocol.HTTP, "in.gress"));
    String target = poll.calls(Kind.GAUGES).getFirst().target();

    assertThat(target).matches("/stats\\?[A-Za-z0-9=&%*_.-]+");
    assertThat(target).contains("&type=Gauges&");
    String filter = filter(poll.calls(Kind.GAUGES).getFirst());
    assertThat("listener.[__]_8080.downstream_cx_active").matches(filter);
    assertThat("http.in.gress.downstream_rq_active").matches(filter);
    assertThat("http.in.gress.downstream_rq_total")
        .doesNotMatch(filter)
        .matches(filter(poll.calls(Kind.COUNTERS).getFirst()));
    assertThat("http.inXgress.downstream_rq_active").doesNotMatch(filter);
    assertThat("listener.[__]_8080.worker_0.downstream_cx_active").doesNotMatch(filter);
  }

  @Test
  void asksSeveralTimesAndNeverForCopiesWhereThereAreVeryManyListeners() {
    ListenerFacts[] many =
        IntStream.range(0, 500)
            .mapToObj(i -> listener("10.0.0.1_" + i, Protocol.HTTP, "p" + i))
            .toArray(ListenerFacts[]::new);
    List<String> filters =
        poll(many).calls(Kind.GAUGES).stream().map(StatPollTest::filter).toList();
    assertThat(filters).hasSizeBetween(2, 10).allMatch(filter -> filter.length() <= 4200);
    for (ListenerFacts one : many) {
      String statistic = "listener." + one.statName() + ".downstream_cx_active";
      assertThat(filters.stream().filter(statistic::matches)).hasSize(1);
    }
    assertThat(filters).noneMatch("listener.10.0.0.1_1.worker_0.downstream_cx_active"::matches);
  }

  @Test
  void doesNotTakeAnIdleHttpConnectionOfAMixedListenerForWork() throws Exception {
    StatPoll mixed = poll(listener("10.0.0.1_80", Protocol.MIXED, "ingress"));
    Reading reading = mixed.read(text(stats(HTTP_CONNECTIONS, 3, 0, 0)));
    assertThat(reading.raw()).isEqualTo(Count.of(1));
    assertThat(mixed.read(text(stats(HTTP_CONNECTIONS, 2, 0, 0))).idle()).isTrue();
  }

  @Test
  void takesEachConnectionOfAMixedListenerForWorkWhereItsPrefixIsAnothersToo() throws Exception {
    Plan plan =
        Planner.plan(
            new EnvoyFacts(
                Optional.empty(),
                EnvoyFacts.Strategy.IMMEDIATE,
                Duration.ofSeconds(45),
                false,
                List.of(
                    listener("10.0.0.1_80", Protocol.MIXED, "ingress"),
                    listener("127.0.0.1_15021", Protocol.HTTP, "ingress")),
                Optional.empty()),
            Set.of());
    String json = stats(HTTP_CONNECTIONS, 3, 0, 0);
    assertThat(new StatPoll(plan).read(text(json)).raw()).isEqualTo(Count.of(3));
  }

  private static final ListenerFacts METRICS = listener("127.0.0.1_90", Protocol.HTTP, "ingress");

  @Test
  void takesNoRequestOfAnIgnoredListenerForOneOfItsOwnWithoutAConnection() throws Exception {
    StatPoll poll = new StatPoll(besides(WEB, METRICS));

    assertThat(poll.read(text(stats(0, 1, 0))).requests()).isEqualTo(Count.of(0));
    assertThat(poll.read(text(stats(1, 0, 0))).requests()).isEqualTo(Count.of(0));
    // Either listener's; the kernel may know.
    assertThat(poll.read(text(stats(1, 1, 0))).requests()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void countsRequestsByListenerWhereAnIgnoredOneHasThePrefixToo() throws Exception {
    StatPoll poll = new StatPoll(besides(WEB, METRICS));
    String own =
        "{\"name\":\"listener.10.0.0.1_80.http.ingress.downstream_rq_completed\",\"value\":7},";

    assertThat(poll.read(text(stats(own, 1, 0, 0))).begun()).isEqualTo(Count.of(7));
    assertThat("listener.10.0.0.1_80.http.ingress.downstream_rq_completed")
        .matches(filter(poll.calls(Kind.COUNTERS).getFirst()));
  }

  @Test
  void takesItsOwnPollForNoClientWhereAListenerIsCalledAdmin() throws Exception {
    StatPoll poll = new StatPoll(besides(listener("admin", Protocol.HTTP, "admin"), METRICS));
    String polled =
        """
        {"stats":[{"name":"listener.admin.downstream_cx_active","value":1},
        {"name":"listener.admin.downstream_cx_total","value":900},
        {"name":"http.admin.downstream_rq_active","value":1},
        {"name":"http.admin.downstream_rq_total","value":900}]}
        """;

    Reading reading = poll.read(text(polled));
    assertThat(reading.connections()).isEqualTo(Count.of(0));
    assertThat(reading.requests()).isEqualTo(Count.of(0));
    assertThat(reading.accepted()).isInstanceOf(Count.Unknown.class);
    assertThat(
            poll.read(text(polled.replace("cx_active\",\"value\":1", "cx_active\",\"value\":2")))
                .idle())
        .isFalse();
  }

  /** The plan for this listener beside one whose port is ignored. */
  private static Plan besides(ListenerFacts counted, ListenerFacts ignored) {
    return new Plan(
        Optional.empty(),
        AdminAction.ANNOUNCE,
        List.of(counted),
        List.of(ignored),
        true,
        Duration.ofSeconds(6),
        List.of(),
        Optional.empty(),
        Restrictions.NONE);
  }

  private static String filter(AdminCall<Stats> call) {
    String target = call.target();
    return URLDecoder.decode(target.substring(target.indexOf("filter=") + 7), UTF_8);
  }

  static StatPoll poll(ListenerFacts... contexts) {
    return new StatPoll(
        new Plan(
            Optional.empty(),
            AdminAction.ANNOUNCE,
            List.of(contexts),
            List.of(),
            true,
            Duration.ofSeconds(6),
            List.of(),
            Optional.empty(),
            Restrictions.NONE));
  }

  static ListenerFacts listener(String stat, Protocol protocol, String... prefixes) {
    return new ListenerFacts(
        stat,
        stat,
        80,
        stat,
        protocol,
        Direction.UNSPECIFIED,
        false,
        Set.of(prefixes),
        ListenerFacts.DEFAULT_DRAIN_TIMEOUT,
        ListenerFacts.DEFAULT_DELAYED_CLOSE);
  }

  private static String stats(int web, int requests, int raw) {
    return stats("", web, requests, raw);
  }

  /** The same after these elements. */
  private static String stats(String first, int web, int requests, int raw) {
    return """
    {"stats":[%s{"name":"listener.10.0.0.1_80.downstream_cx_active","value":%d},\
    {"name":"listener.10.0.0.1_80.downstream_cx_total","value":20},\
    {"name":"http.ingress.downstream_rq_active","value":%d},\
    {"name":"http.ingress.downstream_rq_total","value":20},\
    {"name":"listener.raw.tcp.downstream_cx_active","value":%d},\
    {"name":"listener.raw.tcp.downstream_cx_total","value":10}]}\
    """
        .formatted(first, web, requests, raw);
  }

  private static Reading sums(Reading all) {
    return new Reading(
        all.connections(), all.requests(), all.raw(), all.accepted(), all.begun(), all.changes());
  }

  private static Reading reading(
      long connections, long requests, long raw, long accepted, long begun) {
    return new Reading(
        Count.of(connections),
        Count.of(requests),
        Count.of(raw),
        Count.of(accepted),
        Count.of(begun),
        Optional.empty());
  }
}
