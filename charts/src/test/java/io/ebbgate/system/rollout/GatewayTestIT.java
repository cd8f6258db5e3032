package io.ebbgate.system.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.webhook.WebhookMain;
import io.ebbgate.webhook.rollout.TestEnd;
import io.ebbgate.webhook.tls.TestCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command as a process of its own finds what is planted, and nothing where nothing is. */
@Tag("cluster")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayTestIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Path folder;
  private TestCluster cluster;
  private int gateways;

  /** How the command ended. */
  private record Ended(int exitCode, String out, String err) {
    JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + out + err, e);
      }
    }
  }

  @BeforeAll
  void start(@TempDir Path all) throws Exception {
    folder = all;
    cluster = TestCluster.start(Files.createDirectory(folder.resolve("api")));
    label(Map.of());
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
  }

  private void label(Map<String, String> labels) {
    var _ =
        cluster
            .admin()
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(RolledPod.NAMESPACE)
                    .withLabels(labels)
                    .endMetadata()
                    .build())
            .createOr(existing -> existing.update());
  }

  private RolledGateway gateway(PlantedDrain drain) throws Exception {
    gateways++;
    Path own = Files.createDirectory(folder.resolve("gateway-" + gateways));
    return RolledGateway.start(cluster, own, drain);
  }

  /** With work of five seconds. */
  private Process run(RolledGateway gateway, Path out, Path err, String... options)
      throws IOException {
    List<String> command = ChildProcesses.quickJava(WebhookMain.class);
    command.addAll(
        List.of(
            "test",
            "deploy/gw",
            "--kubeconfig=" + cluster.kubeconfig(folder),
            "--long-path=/?silence=5s",
            "--rate=100",
            "--deadline=60s"));
    command.addAll(List.of(options));
    add(command, "--baseline=", "3s");
    add(command, "--target=", "127.0.0.1:" + gateway.address().getPort());
    return ChildProcesses.adopt(
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start());
  }

  /** Unless the test has another. */
  private static void add(List<String> command, String option, String value) {
    if (command.stream().noneMatch(each -> each.startsWith(option))) {
      command.add(option + value);
    }
  }

  private Ended ended(RolledGateway gateway, String input, String... options) throws Exception {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Process process = run(gateway, out, err, options);
    try (var stream = process.getOutputStream()) {
      stream.write(input.getBytes(UTF_8));
    }
    return ended(process, out, err);
  }

  private static Ended ended(Process process, Path out, Path err) throws Exception {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      ChildProcesses.killNow(process);
      throw new AssertionError("still runs: " + Files.readString(out) + Files.readString(err));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OURS")
  void findsWhatIsLost(PlantedDrain drain) throws Exception {
    try (RolledGateway gateway = gateway(drain)) {
      Ended ended = ended(gateway, "", "--yes", "-o", "json");

      assertThat(gateway.failure()).isEmpty();
      assertThat(ended.exitCode()).as("%s", ended).isEqualTo(TestEnd.LOST.exitCode());
      JsonNode json = ended.json();
      assertThat(json.path("severed").asInt()).as("%s", ended).isPositive();
      assertThat(kind(json, "long_answer").path("severed").asInt()).isPositive();
      assertThat(json.path("advice")).isNotEmpty();
      assertThat(json.path("pods")).hasSize(2);
      assertThat(json.at("/pods/0/verdict").isNull()).isTrue();
      assertThat(json.at("/pods/0/goneSeconds").isNumber()).isTrue();
    }
  }

  private static JsonNode kind(JsonNode json, String name) {
    for (JsonNode each : json.path("kinds")) {
      if (each.path("kind").asText().equals(name)) {
        return each;
      }
    }
    return JSON.missingNode();
  }

  @Test
  void findsNothingWithOursAndItsVerdict() throws Exception {
    try (RolledGateway gateway = gateway(PlantedDrain.OURS)) {
      Ended ended = ended(gateway, "y\n", "-o", "json");

      assertThat(gateway.failure()).isEmpty();
      assertThat(ended.exitCode()).as("%s", ended).isZero();
      JsonNode json = ended.json();
      assertThat(json.path("lost").asInt() + json.path("severed").asInt()).isZero();
      assertThat(json.path("sent").asInt()).isGreaterThan(500);
      assertThat(kind(json, "http2").path("told").asInt()).isPositive();
      // Lingered: a client that is seldom seen kept a connection without a request.
      assertThat(json.at("/pods/0/verdict").asText()).isIn("clean", "lingered");
      assertThat(json.at("/pods/1/readySeconds").isNumber()).isTrue();
    }
  }

  @Test
  void doesNothingWithoutConsentOrInProductionOrWhereTheBaselineIsNotClean() throws Exception {
    try (RolledGateway gateway = gateway(PlantedDrain.NO_HOOK)) {
      assertThat(ended(gateway, "n\n").exitCode()).isEqualTo(TestEnd.NOT_AGREED.exitCode());
      assertThat(ended(gateway, "").exitCode()).isEqualTo(TestEnd.NOT_AGREED.exitCode());
      label(Map.of("env", "production"));
      Ended production = ended(gateway, "y\n");
      label(Map.of());
      assertThat(production.exitCode()).isEqualTo(TestEnd.NOT_AGREED.exitCode());
      assertThat(production.err()).contains("--yes");
      assertThat(ended(gateway, "", "--yes", "--websocket-path=/", "--session=1s", "--tls"))
          .satisfies(ended -> assertThat(ended.exitCode()).isEqualTo(TestEnd.NOT_CLEAN.exitCode()));
      assertThat(ended(gateway, "", "--yes", "--target=127.0.0.1:1").exitCode())
          .isEqualTo(TestEnd.UNREACHABLE.exitCode());

      assertThat(gateway.restartedAt()).isEmpty();
    }
  }

  @Test
  void reportsWhatItMeasuredWhenItIsInterrupted() throws Exception {
    try (RolledGateway gateway = gateway(PlantedDrain.NO_HOOK)) {
      Path out = Files.createTempFile(folder, "out", "");
      Path err = Files.createTempFile(folder, "err", "");
      Process process = run(gateway, out, err, "--yes", "-o", "json", "--baseline=1m");
      Await.until(
          "it has measured",
          LIMIT,
          () -> text(err).contains("each kind of client has had an answer"));
      int _ = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

      Ended ended = ended(process, out, err);

      assertThat(ended.exitCode()).as("%s", ended).isEqualTo(TestEnd.INTERRUPTED.exitCode());
      assertThat(ended.json().path("result").asText()).isEqualTo("interrupted");
      assertThat(ended.json().path("sent").asInt()).isPositive();
      assertThat(gateway.restartedAt()).isEmpty();
    }
  }
}
