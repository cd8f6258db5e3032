package io.ebbgate.tool.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Environment HERE = new Environment(2, "25", "1.40.0", "abc", 600);

  @Test
  void summarisesBothRunsInOneSentence() {
    assertThat(Report.sentence(SampleRuns.without(37), SampleRuns.with()))
        .isEqualTo("Without Ebbgate 37 of 24 000 requests failed; with it none of 24 000.");
  }

  @Test
  void putsBothRunsSideBySideAndOnlyCausesThatOccurred() {
    assertThat(Report.table(SampleRuns.without(37), SampleRuns.with()))
        .containsPattern("requests +24 000 +24 000")
        .containsPattern("failed +37 +0")
        .containsPattern("cut unanswered +37 +0")
        .containsPattern("hold of old pod 1 +none +7.0 s clean")
        .doesNotContain("timeout");
  }

  @Test
  void writesWhatTheBuildChecks() throws Exception {
    String text = ResultFile.text(SampleRuns.without(37), SampleRuns.with(), List.of(), HERE);
    JsonNode json = new ObjectMapper().readTree(text);
    assertThat(json.at("/without/failed").asInt()).isEqualTo(37);
    assertThat(json.at("/with/failed").asInt(-1)).isZero();
    assertThat(json.at("/with/severed").asInt(-1)).isZero();
    assertThat(json.at("/with/verdicts").toString()).isEqualTo("[\"clean\",\"clean\"]");
    assertThat(json.at("/with/holds/0/after_last_work_ms").asInt()).isEqualTo(200);
    assertThat(json.at("/environment/envoy").asText()).isEqualTo("1.40.0");
  }
}
