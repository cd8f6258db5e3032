package io.ebbgate.tool.rival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void saysWhereItWasMeasuredAndHow() throws Exception {
    JsonNode root = json();
    assertThat(root.at("/environment/cores").asInt()).isEqualTo(2);
    assertThat(root.at("/environment/kubernetes").asText()).isEqualTo("v1.34.4");
    assertThat(root.at("/load/rate").asInt()).isEqualTo(1_100);
    assertThat(root.at("/load/kinds")).hasSize(5);
  }

  @Test
  void saysWhatWasLostByCauseAndKind() throws Exception {
    JsonNode none = json().at("/results/0");
    assertThat(none.at("/failed").asLong()).isEqualTo(83);
    assertThat(none.at("/failed_by_cause/refused").asLong()).isEqualTo(60);
    assertThat(none.at("/severed_by_kind/slow").asLong()).isEqualTo(23);
    assertThat(none.at("/p99_in_roll_over_steady").asDouble()).isEqualTo(5);
  }

  @Test
  void leavesOutWhatIsNotKnown() throws Exception {
    JsonNode results = json().at("/results");
    assertThat(results.get(0).has("helper_resident_bytes")).isFalse();
    assertThat(results.at("/0/holds/0").has("verdict_seconds")).isFalse();
    assertThat(results.at("/1/helper_resident_bytes").asLong()).isEqualTo(45_000_000);
    assertThat(results.at("/1/holds/1/verdict_seconds").asDouble()).isEqualTo(5.01);
  }

  private static JsonNode json() throws Exception {
    return new ObjectMapper().readTree(JsonText.of(SampleResults.comparison()));
  }
}
