package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {
  private static final String POD =
      """
      kind: Pod
      metadata: {name: g, labels: {ebbgate.io/inject: "true"}}
      spec: {containers: [{name: envoy, image: envoy}]}
      """;

  @Test
  void explainsEachChange() throws Exception {
    CommandRun run = CommandRun.explain(InjectCommandTest.fixture("mixed.yaml"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .startsWith(
            "Deployment/edge (namespace shop, document 2, line 7)",
            "  injected: Sidecar and hook were added.")
        .anyMatch(line -> line.contains("profile envoy"))
        .anyMatch(line -> line.startsWith("    add /spec/initContainers: the sidecar"))
        .anyMatch(line -> line.startsWith("    add /spec/terminationGracePeriodSeconds: time"));
  }

  @Test
  void marksEachStepUpToTheOneThatDecides() {
    String named = POD.replace("\"true\"}", "\"true\"}, annotations: {ebbgate.io/profile: enovy}");

    assertThat(CommandRun.explain(named).out().lines())
        .containsSubsequence(
            "    √ not opted_out",
            "    ● unknown_profile: the annotation ebbgate.io/profile names no profile")
        .noneMatch(line -> line.contains("not no_profile"));
  }

  @Test
  void saysWhereEachSettingComesFrom() {
    String pod =
        """
        kind: Pod
        metadata:
          name: g
          labels: {ebbgate.io/inject: "true"}
          annotations: {ebbgate.io/min-drain: 9s}
        spec: {containers: [{name: envoy, image: envoy}]}
        """;

    CommandRun run = CommandRun.explain(pod, "--default", "drain-timeout=40s");

    assertThat(run.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains("min-drain 9s pod", "drain-timeout 40s chart", "idle-linger 10s default");
  }

  @Test
  void saysWhatAQuotaOfTheManifestMeansForThePod() {
    String quota =
        """
        ---
        kind: ResourceQuota
        metadata: {name: compute}
        spec: {hard: {limits.memory: 1Gi}}
        """;
    String limited =
        POD.replace("image: envoy", "image: envoy, resources: {limits: {memory: 1Gi}}");

    assertThat(CommandRun.explain(limited + quota).out().lines())
        .containsSubsequence(
            "  resource quotas of the namespace",
            "    compute, limits.memory: a pod takes 1088Mi, 1024Mi without the sidecar, and 0Mi of"
                + " 1024Mi are used: one more is refused");
  }

  @Test
  void readsItemsOfAListAmongTheManifest() {
    String list =
        """
        ---
        kind: List
        items:
        - kind: ResourceQuota
          metadata: {name: compute}
          spec: {hard: {requests.cpu: 1}}
        """;

    assertThat(CommandRun.explain(POD + list).out())
        .contains("compute, requests.cpu: container envoy has none");
  }

  @Test
  void refusesAClusterThatIsNotAskedFor() {
    assertThat(CommandRun.explain(POD, "--context", "prod"))
        .isEqualTo(
            CommandRun.failed(
                64, "--kubeconfig and --context need --cluster.\nSee ebbgate explain --help."));
  }

  @Test
  void drawsThePhasesWithinTheGracePeriod() {
    List<String> lines = CommandRun.explain(POD).out().lines().toList();

    int from = lines.indexOf("  timeline within the grace period of 64 s");
    assertThat(from).isPositive();
    assertThat(lines.subList(from + 1, from + 4))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("    announcing  █").endsWith("5 s to 15 s"),
            line -> assertThat(line).startsWith("    waiting     .").contains("at most to 60 s"),
            line -> assertThat(line).startsWith("    exits       .").endsWith("  1 s"));
  }

  @Test
  void showsTheChangeOfTheTemplateWithoutItsToken() {
    CommandRun run = CommandRun.explain(POD);

    assertThat(run.out().lines())
        .contains(
            "     spec:",
            "    +  - name: ebbgate-drain-sidecar",
            "    +    - name: EBBGATE_TOKEN",
            "    +      value: \"...\"")
        .noneMatch(line -> line.startsWith("    -"));
  }

  @Test
  void keepsToTheLimitRangesOfTheManifest() {
    String range =
        """
        ---
        kind: LimitRange
        metadata: {name: sizes, namespace: default}
        spec: {limits: [{type: Container, min: {cpu: 50m}, max: {memory: %s}}]}
        """;

    assertThat(CommandRun.explain(POD + range.formatted("1Gi")).out())
        .contains("the sidecar has a cpu request of 50m, as LimitRange sizes demands");
    assertThat(CommandRun.explain(POD + range.formatted("8Mi")).out())
        .contains(
            "limit_range: ", "a container may have 8Mi of memory, and the sidecar needs 64Mi");
    assertThat(CommandRun.explain(POD + range.formatted("8Mi"), "--namespace=other").out())
        .contains("injected: ");
  }

  @Test
  void reportsThatThereIsNoWorkload() {
    CommandRun run = CommandRun.explain("kind: Service\n");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("standard input has no workload: nothing would be changed.\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'', ebbgate.io/force-close is all",
    "--selective-close, user 0 with the capability NET_ADMIN"
  })
  void saysWhetherConnectionsCanBeClosedAndWhatThatCosts(String option, String warning) {
    String gateway =
        """
        kind: Pod
        metadata:
          name: edge
          annotations:
            ebbgate.io/profile: envoy
            ebbgate.io/force-close: all
            ebbgate.io/selective-close: "true"
        spec: {containers: [{name: envoy, image: envoyproxy/envoy}]}
        """;

    CommandRun run =
        option.isEmpty() ? CommandRun.explain(gateway) : CommandRun.explain(gateway, option);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("injected: ", "  warning: Ebbgate: ", warning);
  }

  @Test
  void reportsThatACronJobRunsToCompletion() {
    String cron =
        """
        kind: CronJob
        metadata: {name: report}
        spec: {jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: []}}}}}
        """;

    CommandRun run = CommandRun.explain(cron);

    assertThat(run.out()).startsWith("CronJob/report ").contains("runs_to_completion: ");
  }

  @Test
  void acceptsIncompleteTemplates() {
    String half =
        """
        kind: Deployment
        spec: {template: {metadata: null, spec: {containers: [null, 1, {name: 7}]}}}
        ---
        kind: Pod
        spec: 3
        ---
        kind: List
        items: {a: b}
        """;

    CommandRun run = CommandRun.explain(half);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Deployment/(unnamed)", "Pod/(unnamed)");
  }

  @ParameterizedTest
  @CsvSource({
    "kube-system, excluded_namespace",
    "kube-public, excluded_namespace",
    "kube-node-lease, excluded_namespace",
    "default, injected"
  })
  void excludesTheWebhooksNamespaces(String namespace, String reason) {
    CommandRun run = CommandRun.explain(POD, "--namespace", namespace);

    assertThat(run.out()).contains("  " + reason + ": ");
  }

  @Test
  void appliesDefaults() {
    CommandRun run =
        CommandRun.inject(POD, "--default", "min-drain=20s", "--default", "close-listeners=never");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsSubsequence("EBBGATE_MIN_DRAIN", "20s", "EBBGATE_CLOSE_LISTENERS", "never");
  }

  /** So that a quota can be made large enough before. */
  @Test
  void saysWhatTheSidecarRequests() {
    CommandRun run = CommandRun.explain(POD, "--default", "sidecar-cpu-limit=300m");

    assertThat(run.out()).contains("; requests cpu 10m, memory 64Mi; limits cpu 300m, memory 64Mi");
  }

  @Test
  void reportsInvalidDefaults() {
    CommandRun run =
        CommandRun.explain(POD, "--default", "min-drain=soon", "--default", "max-drain=1s");

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(
            "--default min-drain is \"soon\"; allowed is a duration such as 30s",
            "--default is \"max-drain\"; allowed is drain-timeout, min-drain, ")
        .endsWith("\nSee ebbgate explain --help.\n")
        .hasLineCount(3);
  }

  private static final String MISPLACED =
      """
      kind: Deployment
      metadata:
        name: edge
        labels: {ebbgate.io/inject: "true", app: edge}
        annotations: {ebbgate.io/profile: envoy, ebbgate.io/drain-timeout: 90s}
      spec:
        template:
          metadata: {annotations: {ebbgate.io/drain-timeout: 90s}}
          spec: {containers: [{name: envoy, image: envoy}]}
      """;

  /** The webhook sees pods alone, so that there is no effect, and no word of it in the cluster. */
  @Test
  void namesSettingsThatStandOnTheDeploymentAndWhereTheyBelong() {
    String warning =
        "Ebbgate: ebbgate.io/inject, ebbgate.io/profile: without effect on the Deployment itself;"
            + " move this to spec.template.metadata.";

    assertThat(CommandRun.explain(MISPLACED).out().lines()).contains("  warning: " + warning);
    assertThat(CommandRun.inject(MISPLACED).err().lines()).contains("Warning: " + warning);
  }

  @Test
  void namesTheTemplateOfACronJob() {
    String cron =
        """
        kind: CronJob
        metadata: {name: report, labels: {ebbgate.io/inject: "true"}}
        spec: {jobTemplate: {spec: {template: {spec: {containers: []}}}}}
        """;

    assertThat(CommandRun.explain(cron).out()).contains("spec.jobTemplate.spec.template.metadata");
  }

  /** The API server refuses them; a date is a string. */
  @Test
  void namesValuesThatHaveToBeQuoted() {
    String unquoted =
        """
        kind: Deployment
        metadata: {name: edge, labels: {release: 3}}
        spec:
          template:
            metadata:
              labels: {app: edge, ebbgate.io/inject: true}
              annotations: {ebbgate.io/exit-connections: 5, ebbgate.io/takeover: yes, on: 2026-01-31}
            spec: {containers: [{name: envoy, image: envoy}]}
        """;

    assertThat(CommandRun.explain(unquoted).out().lines())
        .filteredOn(line -> line.contains("quotes"))
        .containsExactly(
            "  warning: Ebbgate: release: the API server takes only strings in metadata; put this"
                + " in quotes.",
            "  warning: Ebbgate: ebbgate.io/inject, ebbgate.io/exit-connections,"
                + " ebbgate.io/takeover: the API server takes only strings in"
                + " spec.template.metadata; put this in quotes.");
    assertThat(CommandRun.inject(unquoted).err()).contains("put this in quotes");
  }

  @Test
  void findsNothingWrongWithAPodsOwnSettings() {
    assertThat(CommandRun.explain(POD).out()).doesNotContain("warning");
  }
}
