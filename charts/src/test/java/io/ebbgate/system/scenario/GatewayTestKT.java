package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.webhook.rollout.TestEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code ebbgate test} as users run it, on gateways without a hook, with a sleep of 15 s and with
 * Ebbgate, under answers that take 20 s. What it printed is in {@code target/cluster/test-*}, and
 * its numbers in {@code target/cluster/gateway-test.json}.
 */
class GatewayTestKT {
  private static final long LIMIT_SECONDS = 300;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private record Ended(int exitCode, String out) {}

  @ClusterTest
  void findsTheLossOfNoHook(Testbed testbed) throws Exception {
    Ended ended = run(testbed, GatewayType.RIVAL_NONE, "no-hook");

    assertLost(ended);
  }

  @ClusterTest
  void findsTheLossOfASleepThatIsShorterThanTheWork(Testbed testbed) throws Exception {
    Ended ended = run(testbed, GatewayType.RIVAL_SLEEP, "sleep");

    assertLost(ended);
  }

  private static void assertLost(Ended ended) throws IOException {
    JsonNode json = JSON.readTree(ended.out());
    assertThat(ended.exitCode()).as(ended.out()).isEqualTo(TestEnd.LOST.exitCode());
    assertThat(json.path("severed").asInt()).isPositive();
    assertThat(json.path("advice")).isNotEmpty();
    assertThat(severed(json, "long_answer")).isPositive();
  }

  private static int severed(JsonNode json, String kind) {
    int severed = 0;
    for (JsonNode each : json.path("kinds")) {
      severed += each.path("kind").asText().equals(kind) ? each.path("severed").asInt() : 0;
    }
    return severed;
  }

  @ClusterTest
  void findsNothingWithOurs(Testbed testbed) throws Exception {
    Ended ended = run(testbed, GatewayType.PLAIN, "ours");

    assertNothingLost(ended);
  }

  /** Where the webhook is not called, before and after the Deployment was piped through inject. */
  @ClusterTest
  void findsNothingOnceTheDeploymentWasPipedThroughInject(Testbed testbed) throws Exception {
    List<Ended> runs = new ArrayList<>();
    Scenario scenario =
        Scenario.of(
                gateway -> {
                  Path folder = testbed.folder();
                  runs.add(run(gateway, folder.resolve("test-before-pipe.json"), "json"));
                  assertThat(gateway.pipeThroughInject())
                      .contains(
                          "Deployment/gateway injected", "deployment.apps/gateway configured");
                  runs.add(run(gateway, folder.resolve("test-after-pipe.json"), "json"));
                })
            .inNamespaceLabelled(Labels.INJECT, "false")
            .under(LoadProfile.none());

    assertThat(testbed.run("inject in a pipe", scenario)).injected(4);
    assertLost(runs.getFirst());
    assertNothingLost(runs.getLast());
  }

  private static void assertNothingLost(Ended ended) throws IOException {
    JsonNode json = JSON.readTree(ended.out());
    assertThat(ended.exitCode()).as(ended.out()).isZero();
    assertThat(json.path("sent").asInt()).isGreaterThan(1_000);
    int old = 0;
    for (JsonNode pod : json.path("pods")) {
      if (pod.path("old").asBoolean()) {
        old++;
        assertThat(pod.path("verdict").asText()).isIn("clean", "lingered");
      }
    }
    assertThat(old).isEqualTo(2);
  }

  /** For people, and for programs. */
  private static Ended run(Testbed testbed, GatewayType type, String name) throws Exception {
    List<Ended> runs = new ArrayList<>();
    Scenario scenario =
        Scenario.of(
                type,
                gateway -> {
                  runs.add(run(gateway, testbed.folder().resolve("test-" + name + ".txt"), "text"));
                  runs.add(
                      run(gateway, testbed.folder().resolve("test-" + name + ".json"), "json"));
                })
            .under(LoadProfile.none());
    var _ = testbed.run("ebbgate test, " + name, scenario);
    assertThat(runs.getFirst().exitCode())
        .as(runs.getFirst().out())
        .isEqualTo(runs.getLast().exitCode());
    System.out.println(runs.getFirst().out());
    record(testbed, name, JSON.readTree(runs.getLast().out()));
    return runs.getLast();
  }

  /** Beside those of the other gateways. */
  private static void record(Testbed testbed, String name, JsonNode result)
      throws IOException, InterruptedException {
    Path file = testbed.folder().resolve("gateway-test.json");
    ObjectNode record =
        Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
    ObjectNode own = record.putObject(name);
    for (String field : List.of("sent", "lost", "severed", "rolloutSeconds")) {
      own.set(field, result.path(field));
    }
    ArrayNode drains = own.putArray("drains");
    for (JsonNode pod : result.path("pods")) {
      if (pod.path("old").asBoolean()) {
        ObjectNode drain = drains.addObject();
        drain.set("verdict", pod.path("verdict"));
        drain.put(
            "tookSeconds",
            pod.path("goneSeconds").asDouble() - pod.path("deletedSeconds").asDouble());
      }
    }
    TestEnvironment.of(testbed.version(), 100).write(record.putObject("environment"));
    Files.writeString(file, JSON.writeValueAsString(record) + "\n");
  }

  private static Ended run(Gateway gateway, Path file, String format)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(gateway.command("test"));
    command.addAll(
        List.of(
            "--yes",
            "--long-path=/?silence=20s",
            "--websocket-path=/",
            "--session=25s",
            "--rate=100",
            "--output=" + format));
    Process process =
        ChildProcesses.adopt(
            new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(file.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      ChildProcesses.killNow(process);
      throw new IOException("ebbgate test still runs: " + Files.readString(file));
    }
    return new Ended(process.exitValue(), Files.readString(file, UTF_8));
  }
}
