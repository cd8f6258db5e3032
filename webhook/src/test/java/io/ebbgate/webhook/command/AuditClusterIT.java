package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.webhook.status.FakeApiServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ebbgate audit} of a cluster: real sockets, and an API server that may refuse. */
@Timeout(60)
class AuditClusterIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int UNAVAILABLE = 69;
  private static final List<String> WORKLOADS =
      List.of("/pods", "/deployments", "/daemonsets", "/statefulsets");

  private static final String DEPLOYMENTS =
      """
      {"items": [%s, %s]}
      """
          .formatted(deployment("edge"), deployment("second"));

  private static final String BUDGETS =
      """
      {"items": [{
        "metadata": {"name": "edge", "namespace": "shop"},
        "spec": {"maxUnavailable": 0, "selector": {"matchLabels": {"app": "edge"}}}
      }]}
      """;

  @TempDir Path folder;
  @AutoClose private FakeApiServer api;

  /** A gateway that mounts a ConfigMap of its own name. */
  private static String deployment(String name) {
    return """
    {
      "metadata": {"name": "%1$s", "namespace": "shop"},
      "spec": {"replicas": 2, "template": {
        "metadata": {"labels": {"app": "%1$s"}},
        "spec": {
          "volumes": [{"name": "config", "configMap": {"name": "%1$s"}}],
          "containers": [{
            "name": "envoy",
            "image": "envoyproxy/envoy:v1.40.0",
            "volumeMounts": [{"name": "config", "mountPath": "/etc/envoy"}],
            "lifecycle": {"preStop": {"httpGet": {"path": "/shutdown", "port": 8090}}}
          }]
        }
      }}
    }
    """
        .formatted(name);
  }

  @BeforeEach
  void start() throws Exception {
    api = FakeApiServer.start();
    api.put("/apis/apps/v1/deployments", DEPLOYMENTS);
    api.put("/apis/policy/v1/poddisruptionbudgets", BUDGETS);
    api.put(
        "/api/v1/namespaces/shop/configmaps/second",
        """
        {
          "metadata": {"name": "second", "namespace": "shop"},
          "data": {"envoy.yaml": "admin: {allow_paths: [{exact: /stats}]}"}
        }
        """);
  }

  private CommandRun audit(String... words) throws Exception {
    Stream<String> command =
        Stream.of("audit", "-o=json", "--kubeconfig=" + api.kubeconfig(folder));
    return CommandRun.of("", Stream.concat(command, Stream.of(words)).toArray(String[]::new));
  }

  private static List<String> findings(CommandRun run) throws Exception {
    return JSON.readTree(run.out()).path("gateways").findValuesAsText("id");
  }

  private static List<String> notes(CommandRun run) throws Exception {
    return JSON.readTree(run.out()).path("notes").valueStream().map(JsonNode::asText).toList();
  }

  @Test
  void readsWorkloadsBudgetsAndMountedConfigMaps() throws Exception {
    CommandRun run = audit();

    assertThat(findings(run)).containsExactly("budget-blocks", "admin-paths");
    assertThat(notes(run)).isEmpty();
    assertThat(run.exitCode()).isEqualTo(1);
  }

  /** Each right that is missing costs what it is for, and nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"pods", "daemonsets", "rollouts", "virtualservices"})
  void readsTheRestWhereARightIsMissing(String resource) throws Exception {
    api.forbid("/" + resource);

    CommandRun run = audit();

    assertThat(findings(run)).containsExactly("budget-blocks", "admin-paths");
    assertThat(notes(run)).singleElement().asString().contains("list " + resource);
  }

  @Test
  void namesEveryMissingRight() throws Exception {
    List<String> missing = List.of("pods", "statefulsets", "poddisruptionbudgets");
    missing.forEach(resource -> api.forbid("/" + resource));

    CommandRun run = audit();

    assertThat(findings(run)).containsExactly("admin-paths");
    List<String> notes = notes(run);
    assertThat(notes).hasSize(missing.size());
    missing.forEach(each -> assertThat(notes).anyMatch(note -> note.contains("list " + each)));
  }

  @Test
  void readsTheOtherConfigMapsWhereOneIsRefused() throws Exception {
    api.forbid("/configmaps/edge");

    CommandRun run = audit();

    assertThat(findings(run)).containsExactly("budget-blocks", "admin-paths");
    assertThat(notes(run)).singleElement().asString().contains("get configmaps in namespace shop");
  }

  @Test
  void endsWithoutAPermissionThatNamesAWorkload() throws Exception {
    WORKLOADS.forEach(api::forbid);

    CommandRun run = audit();

    assertThat(run.exitCode()).isEqualTo(CommandException.NO_PERMISSION);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("list pods");
  }

  @Test
  void endsWhereTheApiServerCanNotBeReached() throws Exception {
    api.close();

    CommandRun run = audit();

    assertThat(run.exitCode()).isEqualTo(UNAVAILABLE);
    assertThat(run.out()).isEmpty();
  }
}
