package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.PodHistory;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.webhook.load.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How soon a sidecar knows of a grace that is shorter than its pod's own, from the moment its
 * deletion is asked for, and beside it how soon the kubelet calls the hook: of pods that are
 * deleted one after the other, under a small load and under a large one. The first is the first
 * that its webhook ever sent. What was measured is in {@code target/cluster/shorter-grace.json}.
 */
class ShorterGraceToldKT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DELETIONS = 12;
  private static final Duration GRACE = Duration.ofSeconds(8);

  @ClusterTest
  void reachesEverySidecar(Testbed testbed) throws Exception {
    ObjectNode record = JSON.createObjectNode();
    LoadProfile calm = LoadProfile.everything().of(Kind.KEEP_ALIVE).at(50);
    LoadProfile busy = LoadProfile.everything().without(Kind.SLOW).lasting(Duration.ofSeconds(2));

    measure(testbed, "calm", calm, record);
    measure(testbed, "busy", busy, record);

    TestEnvironment.of(testbed.version(), 0).write(record.putObject("environment"));
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(testbed.folder().resolve("shorter-grace.json").toFile(), record);
  }

  private static void measure(Testbed testbed, String name, LoadProfile load, ObjectNode record)
      throws IOException, InterruptedException {
    Map<String, Instant> deletions = new LinkedHashMap<>();
    Scenario scenario =
        Scenario.of(
                gateway -> {
                  while (deletions.size() < DELETIONS) {
                    String pod = gateway.pods().names().getFirst();
                    deletions.put(pod, gateway.delete(pod, GRACE));
                  }
                })
            .under(load);
    ScenarioResult result = testbed.run("a shorter grace is sent, " + name, scenario);

    assertThat(result).lostNothing().drained(DELETIONS, Outcome.CLEAN).wasReportedEverywhere();
    ObjectNode measured = record.putObject(name).put("requestsPerSecond", load.rate());
    ArrayNode informed = measured.putArray("toldMillis");
    ArrayNode hook = measured.putArray("hookMillis");
    for (PodHistory pod : result.terminated()) {
      Instant hookCalled = Objects.requireNonNull(deletions.get(pod.name()));
      informed.add(millis(hookCalled, informed(testbed.log(result, pod, Containers.SIDECAR))));
      hook.add(millis(hookCalled, pod.hookCalled().orElseThrow()));
    }
    System.out.println(measured);
  }

  private static long millis(Instant from, Instant to) {
    return Duration.between(from, to).toMillis();
  }

  /** When the sidecar first received it. */
  private static Instant informed(String log) throws JsonProcessingException {
    String line =
        log.lines().filter(each -> each.contains("deadline received")).findFirst().orElseThrow();
    return Instant.parse(JSON.readTree(line).path("time").asText());
  }
}
