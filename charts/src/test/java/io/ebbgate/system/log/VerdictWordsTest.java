package io.ebbgate.system.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.sidecar.report.VerdictJson;
import io.ebbgate.webhook.metrics.DrainMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A verdict has the same name everywhere. */
class VerdictWordsTest {
  private static final List<String> WORDS =
      Stream.of(Outcome.values()).map(Outcome::wireName).toList();

  @Test
  void inTheTerminationMessage() throws Exception {
    for (Outcome outcome : Outcome.values()) {
      String message = VerdictJson.text(Verdict.withoutDrain(outcome));

      assertThat(new ObjectMapper().readTree(message).path(VerdictFields.VERDICT).asText())
          .isEqualTo(outcome.wireName());
    }
  }

  @Test
  void inTheLabelsOfTheDrainsResults() {
    MeterRegistry registry = new SimpleMeterRegistry();
    new DrainMetrics(registry)
        .register(new PodIdentity("uid", "shop", "gateway-1", "Deployment", "gateway"));

    assertThat(registry.get(MetricNames.DRAIN_RESULTS).tag("workload", "gateway").meters())
        .map(Meter::getId)
        .map(id -> id.getTag("verdict"))
        .containsExactlyInAnyOrderElementsOf(WORDS);
  }
}
