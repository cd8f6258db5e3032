package io.ebbgate.tool.wso2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.demo.Environment;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Latency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeTextTest {
  private static final Latency LATENCY =
      new Latency(7_000, Duration.ofMillis(4), Duration.ofMillis(40));
  private static final RuntimeRestart RESTART =
      new RuntimeRestart(
          LoadProfile.baseline().of(Kind.KEEP_ALIVE, Kind.HTTP2).at(700),
          new SteadyRate(
              List.of(
                  new SteadyRate.Step(700, 0, LATENCY),
                  new SteadyRate.Step(
                      1_000, 0, new Latency(7_000, Duration.ofSeconds(1), Duration.ofSeconds(2))))),
          new TestEnvironment(
              new Environment(2, "25.0.1", "1.40.0", "0123456789ab", 700),
              "6.1.0",
              "v1.34.4",
              Instant.parse("2026-11-29T11:00:00Z")),
          List.of(
              roll(RuntimeDrain.NONE, Map.of(Ending.REFUSED, 60L), "", Duration.ZERO),
              roll(RuntimeDrain.EBBGATE, Map.of(), "clean", Duration.ofMillis(7_300))));

  private static RuntimeRoll roll(
      RuntimeDrain drain, Map<Ending, Long> failures, String verdict, Duration hold) {
    return new RuntimeRoll(
        drain,
        21_000,
        failures,
        0,
        Duration.ofSeconds(30),
        LATENCY,
        List.of(
            new RuntimeRoll.PodEnd(
                "gateway-1",
                hold.plusMillis(900),
                verdict,
                hold,
                RuntimeLog.parse(RuntimeLogTest.LOG))),
        0,
        1.25);
  }

  @Test
  void takesTheHighestRateThatWasSteady() {
    assertThat(RESTART.steady().highest()).isEqualTo(700);
    assertThat(RESTART.steady().whileRolling()).isEqualTo(350);
  }

  @Test
  void jsonHasTheTimesOfEachPod() throws Exception {
    JsonNode results = new ObjectMapper().readTree(RuntimeText.json(RESTART)).path("results");

    assertThat(results.at("/0/failed_by_cause/refused").asLong()).isEqualTo(60);
    assertThat(results.at("/0/pods/0").has("hold_seconds")).isFalse();
    assertThat(results.at("/1/pods/0/hold_seconds").asDouble()).isEqualTo(7.3);
    assertThat(results.at("/1/pods/0/stopped_in_seconds").asDouble()).isEqualTo(0.4);
    assertThat(results.at("/1/pods/0/steps/router stopped").asText())
        .isEqualTo("2025-11-29T10:40:25.800Z");
  }

  @Test
  void markdownHasARowForEachDrainAndOursLast() {
    List<String> rows =
        RuntimeText.markdown(RESTART).lines().filter(line -> line.startsWith("|")).toList();

    assertThat(rows)
        .hasSize(4)
        .contains(
            "| no drain, as the chart has it | 60 | 21 000 | 0 | 60 refused | 30.0 s | 0.9 s"
                + " | 0.0 s | 15.2 s | 0.4 s | yes | 0 |");
    assertThat(rows.getLast()).startsWith("| **Ebbgate, mode `agent`** | **0** | **21 000** |");
  }
}
