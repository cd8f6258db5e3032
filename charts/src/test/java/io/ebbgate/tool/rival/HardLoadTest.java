package io.ebbgate.tool.rival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.webhook.load.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HardLoadTest {
  private static final LoadProfile TWO = LoadProfile.hard().of(Kind.GRPC, Kind.DATABASE);
  private static final HardLoad LOAD =
      new HardLoad(
          TWO,
          SampleResults.comparison().where(),
          List.of(
              new HardResult(
                  Rival.SLEEP,
                  List.of(new Work(Kind.GRPC, 50, 2, 17, 9), new Work(Kind.DATABASE, 8, 1, 8, 7)),
                  Duration.ofMillis(16_200),
                  List.of(),
                  0,
                  1.25),
              new HardResult(
                  Rival.EBBGATE,
                  List.of(new Work(Kind.GRPC, 90, 0, 0, 0), new Work(Kind.DATABASE, 8, 0, 8, 8)),
                  Duration.ofMillis(59_300),
                  List.of(
                      new HardResult.PodVerdict("forced", Duration.ofMillis(58_900), 5, 5),
                      new HardResult.PodVerdict("forced", Duration.ofMillis(58_910), 3, 3)),
                  0,
                  1.25)));

  @Test
  void countsTheCutOfASessionWithoutEndApart() {
    HardResult sleep = LOAD.of(Rival.SLEEP);

    assertThat(sleep.failed()).isEqualTo(2 + 17 + 1);
    assertThat(sleep.severed()).isEqualTo(17);
    assertThat(sleep.severedEndless()).isEqualTo(8);
    assertThat(LOAD.of(Rival.EBBGATE).failed()).isZero();
  }

  @Test
  void jsonHasTheFourCountsOfEachKind() throws Exception {
    JsonNode results = new ObjectMapper().readTree(HardText.json(LOAD)).path("results");

    JsonNode grpc = results.at("/0/work/grpc");
    assertThat(grpc.path("done").asLong()).isEqualTo(50);
    assertThat(grpc.path("lost").asLong()).isEqualTo(2);
    assertThat(grpc.path("severed").asLong()).isEqualTo(17);
    assertThat(grpc.path("reconnected").asLong()).isEqualTo(9);
    assertThat(results.get(0).has("verdicts")).isFalse();
    assertThat(results.at("/1/verdicts/0/connections_at_end").asLong()).isEqualTo(5);
    assertThat(results.at("/1/verdicts/0/cut_as_clients_saw").asLong()).isEqualTo(5);
  }

  @Test
  void markdownHasARowForEachDrainAndOursLast() {
    List<String> rows =
        HardText.markdown(LOAD).lines().filter(line -> line.startsWith("|")).toList();

    assertThat(rows)
        .containsExactly(
            "| drain | failed | severed | done | time | WebSockets | 20 s answers | gRPC streams"
                + " | health checks | other requests | database sessions | failed hooks |",
            "|---|---|---|---|---|---|---|---|---|---|---|---|",
            "| `sleep 15` | 20 | 17 | 58 | 16.2 s | 0 | 0 | 2 + 17 | 0 | 0 | 1 + 8 | 0 |",
            "| **Ebbgate** | **0** | **0** | **98** | **59.3 s** | **0** | **0** | **0** | **0**"
                + " | **0** | **0 + 8** | **0** |");
  }

  @Test
  void pictureHasWhatEachLostOfWhatFits() {
    assertThat(Picture.of(LOAD))
        .contains("<title>20 failed, 17 of them cut</title>")
        .contains("<title>0 failed, 0 of them cut</title>")
        .contains("59.3 s");
  }
}
