package io.ebbgate.sidecar.envoy;

import static io.ebbgate.sidecar.envoy.Captured.text;
import static io.ebbgate.sidecar.envoy.StatPollTest.listener;
import static io.ebbgate.sidecar.envoy.StatPollTest.poll;
import static io.ebbgate.sidecar.envoy.StatPollTest.stats;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.drain.EnvoyFacts;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Planner;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Listeners with HTTP and other connections, and what is known of both. */
class MixedPollTest {
  private static final String HTTP_CONNECTIONS =
      "{\"stats\":[{\"name\":\"http.ingress.downstream_cx_active\",\"value\":2},";

  @Test
  void doesNotTakeAnIdleHttpConnectionOfAMixedListenerForWork() throws Exception {
    StatPoll mixed = poll(listener("10.0.0.1_80", Protocol.MIXED, "ingress"));
    Reading reading = mixed.read(text(stats(3, 0, 0).replace("{\"stats\":[", HTTP_CONNECTIONS)));
    assertThat(reading.raw()).isEqualTo(Count.of(1));
    assertThat(mixed.read(text(stats(2, 0, 0).replace("{\"stats\":[", HTTP_CONNECTIONS))).idle())
        .isTrue();
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
    String json = stats(3, 0, 0).replace("{\"stats\":[", HTTP_CONNECTIONS);
    assertThat(new StatPoll(plan).read(text(json)).raw()).isEqualTo(Count.of(3));
  }
}
