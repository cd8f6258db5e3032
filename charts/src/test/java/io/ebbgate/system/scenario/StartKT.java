package io.ebbgate.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.PodHistory;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.demo.TestEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;

/**
 * How long a gateway takes from its creation until it is ready: without Ebbgate, with a sidecar
 * that the kubelet starts before the gateway, and with one that it starts beside it.
 */
@Tag("start")
@Tag("long")
class StartKT {
  private static final int ROLLS = 4;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Into {@code target/cluster/start.json}. */
  @ClusterTest
  void aClassicSidecarDelaysAGatewayLessThanANativeOne(Testbed testbed) throws Exception {
    Starts without = starts(testbed, "start without", GatewayType.RIVAL_NONE);
    Starts before = starts(testbed, "start native", GatewayType.PLAIN);
    testbed.webhook().upgrade("sidecar: {style: classic}");
    Starts beside;
    try {
      beside = starts(testbed, "start classic", GatewayType.PLAIN);
    } finally {
      testbed.webhook().upgrade("");
    }

    ObjectNode record = JSON.createObjectNode();
    record.put("environment", TestEnvironment.of(testbed.version(), 0).line());
    without.into(record, "without");
    before.into(record, "native");
    beside.into(record, "classic");
    JSON.writeValue(testbed.folder().resolve("start.json").toFile(), record);
    assertThat(beside.verdicts()).hasSize(2 * ROLLS).containsOnly(Outcome.CLEAN.wireName());
    assertThat(beside.median()).isLessThan(before.median());
  }

  private static Starts starts(Testbed testbed, String name, GatewayType gateway)
      throws IOException, InterruptedException {
    Scenario scenario = Scenario.of(gateway, StartKT::rollAgainAndAgain);
    return Starts.of(testbed.run(name, scenario.under(LoadProfile.none())));
  }

  private static void rollAgainAndAgain(Gateway gateway) throws IOException, InterruptedException {
    for (int roll = 0; roll < ROLLS; roll++) {
      gateway.restart();
    }
  }

  /**
   * @param millis of each new pod, from its creation until it was ready, in order of length
   * @param verdicts of the pods that ended
   */
  private record Starts(List<Long> millis, List<String> verdicts) {
    static Starts of(ScenarioResult result) {
      return new Starts(
          result.pods().stream()
              .filter(pod -> pod.created().isAfter(result.from()))
              .flatMap(pod -> pod.ready().map(at -> Duration.between(pod.created(), at)).stream())
              .map(Duration::toMillis)
              .sorted()
              .toList(),
          result.terminated().stream().map(PodHistory::wireName).toList());
    }

    long median() {
      return millis.get(millis.size() / 2);
    }

    void into(ObjectNode record, String name) {
      ObjectNode own = record.putObject(name);
      own.put("medianMillis", median());
      ArrayNode each = own.putArray("millis");
      millis.forEach(each::add);
    }
  }
}
