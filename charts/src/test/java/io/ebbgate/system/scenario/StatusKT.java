package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code ebbgate status} shows a drain and, once the pod is removed, its verdict: through the API
 * server alone, as operators run it.
 */
class StatusKT {
  /** Long enough for a command that is started more than once on a busy machine. */
  private static final String HELD = "40s";

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> tables = new ArrayList<>();
  private final List<JsonNode> documents = new ArrayList<>();

  @ClusterTest
  void showsADrainAndThenItsVerdict(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                gateway -> {
                  String pod = gateway.pods().names().getFirst();
                  gateway.startDeleting(pod);
                  gateway.pods().awaitPhase(pod, PhaseNames.ANNOUNCING);
                  show(gateway, document -> terminating(document).path("phase").isTextual());
                  gateway.pods().awaitRemoved(List.of(pod));
                  gateway.pods().awaitReady(2);
                  // The observer reports a moment after the removal of the pod.
                  show(gateway, document -> !document.path("gone").isEmpty());
                })
            .annotated(Setting.MIN_DRAIN.annotation(), HELD);

    ScenarioResult result = testbed.run("status", scenario);

    assertThat(result).drainedCleanly(1);
    String pod = result.terminated().getFirst().name();
    runs(pod, terminating(documents.getFirst()));
    assertThat(tables.getFirst()).contains("CONNECTIONS", pod);
    JsonNode removed = documents.getLast().at("/gone/0");
    assertThat(removed.path("pod").asText()).isEqualTo(pod);
    assertThat(removed.path(VerdictFields.VERDICT).asText())
        .isEqualTo(result.terminated().getFirst().wireName());
    assertThat(tables.getLast()).contains(pod, "1 gone (1 clean)");
  }

  private static void runs(String name, JsonNode pod) {
    assertThat(pod.path("pod").asText()).isEqualTo(name);
    assertThat(pod.path("workload").asText()).isEqualTo("deployment/gateway");
    assertThat(pod.path("phase").asText()).isIn(PhaseNames.ANNOUNCING, PhaseNames.WAITING);
    assertThat(pod.path(VerdictFields.CONNECTIONS).isIntegralNumber()).isTrue();
    assertThat(pod.path(VerdictFields.REQUESTS).isIntegralNumber()).isTrue();
    assertThat(pod.path("leftSeconds").asDouble()).isPositive();
  }

  private static JsonNode terminating(JsonNode document) {
    for (JsonNode pod : document.path("pods")) {
      if (pod.path("leaving").asBoolean()) {
        return pod;
      }
    }
    return JSON.missingNode();
  }

  /** Both ways, until that is to be seen; keeps the last of each. */
  private void show(Gateway gateway, Predicate<JsonNode> seen)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    JsonNode document;
    do {
      document = JSON.readTree(gateway.status("-o", "json"));
    } while (!seen.test(document) && System.nanoTime() - began < LIMIT.toNanos());
    documents.add(document);
    tables.add(gateway.status());
  }
}
