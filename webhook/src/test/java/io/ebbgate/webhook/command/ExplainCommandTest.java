package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExplainCommandTest {
  @Test
  void saysWhatIsDoneAndWhy() throws Exception {
    CommandRun run = CommandRun.of(InjectCommandTest.fixture("mixed.yaml"), "explain", "-f", "-");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .startsWith(
            "Deployment/edge (namespace shop, document 2, line 7)",
            "  injected: Sidecar and hook were added.")
        .anyMatch(line -> line.contains("profile envoy"))
        .anyMatch(line -> line.startsWith("  add /spec/initContainers: the sidecar"))
        .anyMatch(line -> line.startsWith("  add /spec/terminationGracePeriodSeconds: time"));
  }

  @Test
  void saysThatThereIsNoWorkload() {
    CommandRun run = CommandRun.of("kind: Service\n", "explain", "-f", "-");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("standard input has no workload: nothing would be changed.\n");
  }

  @Test
  void saysThatATaskIsNoGateway() {
    String cron =
        """
        kind: CronJob
        metadata: {name: report}
        spec: {jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: []}}}}}
        """;

    CommandRun run = CommandRun.of(cron, "explain", "-f", "-");

    assertThat(run.out()).startsWith("CronJob/report ").contains("runs_to_completion: ");
  }

  @Test
  void takesTemplatesThatAreHalfWritten() {
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

    CommandRun run = CommandRun.of(half, "explain", "-f", "-");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Deployment/(unnamed)", "Pod/(unnamed)");
  }
}
