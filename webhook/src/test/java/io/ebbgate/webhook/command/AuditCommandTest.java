package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditCommandTest {
  private static final Path OWN = Path.of("src", "test", "resources", "manifests");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BROKEN =
      """
      # The hook is a GET.
      kind: Deployment
      metadata: {name: edge, namespace: shop}
      spec:
        template:
          spec:
            containers:
              - name: envoy
                image: envoyproxy/envoy:v1.40.0
                lifecycle: {preStop: {httpGet: {path: /healthcheck/fail, port: 9901}}}
      """;

  /** Almost the longest path of a system call. */
  private static final String DEEP = ("d".repeat(200) + "/").repeat(15);

  private static CommandRun audit(String input, String... more) {
    List<String> arguments = new ArrayList<>(List.of("audit", "-f", "-"));
    arguments.addAll(List.of(more));
    return CommandRun.of(input, arguments.toArray(String[]::new));
  }

  /** The corpus of shapes: what each product's gateway has today, and nothing else. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kgateway.yaml       | edge: readiness-first, edge-named: no-announcement own-warning
          contour-envoy.yaml  | envoy: readiness-first host-port
          envoy-gateway.yaml  | envoy-shop-edge: readiness-first
          istio-gateway.yaml  | shop-gateway:
          istio-injected.yaml | edge-istio: fixed-drain
          istio-waypoint.yaml | waypoint: fixed-drain
          wso2.yaml           | apis-gateway-runtime: admin-off
          gloo.yaml           | gateway-proxy: no-hook, gloo-proxy-edge: no-hook
          emissary.yaml       | emissary-ingress: no-hook
          higress.yaml        | higress-gateway: fixed-drain
          consul.yaml         | consul-mesh-gateway: no-hook, edge: no-hook
          list.yaml           | edge: no-hook
          cron-job.yaml       |
          config-map.yaml     |
          """)
  void findsWhatIsWrongWithEachProduct(String file, String expected) throws Exception {
    CommandRun run = CommandRun.of("", "audit", "-f", OWN.resolve(file).toString(), "-o", "json");

    String found =
        JSON.readTree(run.out())
            .path("gateways")
            .valueStream()
            .map(gateway ->
                (gateway.path("name").asText()
                        + ": "
                        + gateway
                            .path("findings")
                            .valueStream()
                            .map(each -> each.path("id").asText())
                            .collect(Collectors.joining(" ")))
                    .strip())
            .collect(Collectors.joining(", "));
    assertThat(found).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void printsGroupsWithMarksEvidenceAndHints() {
    CommandRun run = audit(BROKEN);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines())
        .startsWith("deployment/edge in namespace shop (envoy)")
        .anyMatch(line -> line.startsWith("× hook: "))
        .contains(
            "    spec.template.spec.containers[0].lifecycle.preStop.httpGet.path:"
                + " /healthcheck/fail",
            "    see docs/audit.md#get-hook for hints",
            "√ time",
            "Audit results are ×: 1 gateway, 1 error, 0 warnings.");
    assertThat(run.out()).doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource({"error, 0", "warning, 1", "never, 0"})
  void failsOnWhatIsAskedFor(String severity, int exitCode) {
    String warned =
        BROKEN.replace("httpGet: {path: /healthcheck/fail, port: 9901}", "sleep: {seconds: 5}");

    assertThat(audit(warned, "--fail-on", severity).exitCode()).isEqualTo(exitCode);
  }

  @Test
  void reportsThatThereIsNoGateway() {
    CommandRun run = audit("kind: Service\n");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("No Envoy-based gateway was found.\n");
  }

  @Test
  void readsFoldersAndNamesWhatItCanNotRead() {
    CommandRun run = CommandRun.of("", "audit", "-f", OWN.toString());

    assertThat(run.exitCode()).isEqualTo(CommandException.DATA);
    assertThat(run.err()).contains("broken.yaml is not valid YAML");
    assertThat(CommandRun.of("", "audit", "-f", "missing.yaml"))
        .isEqualTo(CommandRun.failed(CommandException.NO_INPUT, "missing.yaml does not exist."));
  }

  /** A repository may have its manifests behind a link; each is named as it was asked for. */
  @Test
  void readsAFolderBehindALink(@TempDir Path folder) throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve("there")).resolve("edge.yaml"), BROKEN);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("there"));

    CommandRun run = CommandRun.of("", "audit", "-o=json", "-f", link.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(JSON.readTree(run.out()).at("/gateways/0/file").asText())
        .isEqualTo(link.resolve("edge.yaml").toString());
  }

  /** A path that the system call refuses, which is so for root too. */
  @Test
  void namesAFolderThatCanNotBeRead(@TempDir Path folder) throws Exception {
    Path upper = Files.createDirectories(folder.resolve("a").resolve(DEEP));
    Path lower = folder.resolve("b");
    Files.createDirectories(lower.resolve(DEEP));
    Path moved = Files.move(lower, upper.resolve("b"));
    try {
      CommandRun run = CommandRun.of("", "audit", "-f", folder.toString());

      assertThat(run.exitCode()).isEqualTo(CommandException.NO_INPUT);
      assertThat(run.err()).startsWith(folder.toString()).contains("FileSystemException");
    } finally {
      Files.move(moved, lower);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "shop/edge", ""})
  void refusesWhatIsNoNamespace(String name) {
    assertThat(audit(BROKEN, "--namespace", name))
        .isEqualTo(
            CommandRun.failed(
                64,
                "--namespace is \"%s\"; allowed is a namespace's name.\nSee ebbgate audit --help."
                    .formatted(name)));
  }

  /** The chart and the namespace's Pod Security may allow it, and then it is done as requested. */
  @Test
  void warnsOfNothingThatIsDoneAsRequested() throws Exception {
    String allowed =
        """
        kind: Deployment
        metadata: {name: edge}
        spec:
          template:
            metadata:
              labels: {ebbgate.io/inject: "true"}
              annotations: {ebbgate.io/selective-close: "true", ebbgate.io/force-close: all}
            spec: {containers: [{name: envoy, image: "envoyproxy/envoy:v1.40.0"}]}
        """;

    CommandRun run = audit(allowed, "-o", "json");

    assertThat(JSON.readTree(run.out()).at("/gateways/0/findings").findValuesAsText("id"))
        .containsExactly("no-hook");
  }

  @Test
  void refusesAClusterBesideFiles() {
    assertThat(CommandRun.of("", "audit", "-f", OWN.toString(), "--context", "prod"))
        .isEqualTo(
            CommandRun.failed(
                64,
                "--kubeconfig and --context can't be used together with --filename.\n"
                    + "See ebbgate audit --help."));
  }

  @Test
  void explainTakesNoFolder() {
    assertThat(CommandRun.of("", "explain", "-f", OWN.toString()))
        .isEqualTo(
            CommandRun.failed(CommandException.NO_INPUT, OWN + " is a folder; allowed is a file."));
  }

  /** The fields that the schema of SARIF 2.1.0 requires, and those that code hosts read. */
  @Test
  void writesSarif() throws Exception {
    CommandRun run = audit(BROKEN, "-o", "sarif", "--docs", "https://docs.example/ebbgate");
    JsonNode log = JSON.readTree(run.out());

    assertThat(log.path("version").asText()).isEqualTo("2.1.0");
    assertThat(log.path("runs")).hasSize(1);
    JsonNode driver = log.at("/runs/0/tool/driver");
    assertThat(driver.path("name").asText()).isNotEmpty();
    List<String> rules =
        driver.path("rules").valueStream().map(each -> each.path("id").asText()).toList();
    assertThat(rules).doesNotHaveDuplicates().doesNotContain("");
    assertThat(driver.path("rules"))
        .allSatisfy(rule -> {
          assertThat(rule.at("/shortDescription/text").asText()).isNotEmpty();
          assertThat(rule.at("/help/text").asText()).isNotEmpty();
          assertThat(rule.path("helpUri").asText()).startsWith("https://docs.example/ebbgate/");
        });
    assertThat(log.at("/runs/0/results"))
        .singleElement()
        .satisfies(result -> {
          assertThat(result.path("ruleId").asText()).isEqualTo("get-hook").isIn(rules);
          assertThat(result.path("level").asText()).isIn("none", "note", "warning", "error");
          assertThat(result.at("/message/text").asText()).contains("/healthcheck/fail");
          assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri").asText())
              .isEqualTo("stdin");
          assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt())
              .isEqualTo(2);
        });
  }
}
