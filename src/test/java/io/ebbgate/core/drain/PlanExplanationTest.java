package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.envoy;
import static io.ebbgate.core.drain.DrainTesting.http;
import static io.ebbgate.core.drain.DrainTesting.listener;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanExplanationTest {
  @Test
  void namesVersionCallsAndListeners() {
    List<String> sentences =
        PlanExplanation.of(
            Planner.plan(
                envoy(
                    "1.40.0",
                    EnvoyFacts.Strategy.IMMEDIATE,
                    Duration.ofSeconds(45),
                    http("web", 8080),
                    http("ready", 15021),
                    listener("db", 3306, ListenerFacts.Protocol.TCP, false)),
                Set.of(15021)));

    assertThat(String.join(" ", sentences))
        .contains("1.40.0", AdminAction.ANNOUNCE.path(), AdminAction.FAIL_READINESS.path())
        .contains("web (http on 0.0.0.0:8080), db (tcp on 0.0.0.0:3306)", "ready (http", "6s");
  }

  @Test
  void staysShortHoweverManyListenersThereAre() {
    ListenerFacts[] many =
        IntStream.range(1, 2000)
            .mapToObj(i -> http("n".repeat(4000) + i, i))
            .toArray(ListenerFacts[]::new);

    assertThat(
            PlanExplanation.of(
                Planner.plan(
                    envoy("1.40.0", EnvoyFacts.Strategy.GRADUAL, Duration.ofMinutes(10), many),
                    Set.of())))
        .allSatisfy(sentence -> assertThat(sentence).hasSizeLessThan(4000));
  }

  @Test
  void saysThatNothingIsKnownOfAnEnvoyThatDidNotAnswer() {
    assertThat(String.join(" ", PlanExplanation.of(Planner.blind("status 503"))))
        .contains("unknown", "status 503");
  }
}
