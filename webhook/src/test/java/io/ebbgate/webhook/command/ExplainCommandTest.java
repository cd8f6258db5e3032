package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ExplainCommandTest {
  /** A folder of manifests beside the project's own; each has to be explained. */
  private static final String CORPUS = "EBBGATE_CORPUS";

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

  @TestFactory
  Stream<DynamicTest> givesEveryWorkloadOneReason() throws IOException {
    return manifests().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> explains(file)));
  }

  private static void explains(Path file) {
    CommandRun run = CommandRun.of("", "explain", "-f", file.toString());

    long titles = run.out().lines().filter(line -> !line.startsWith(" ")).count();
    long reasons =
        run.out().lines().filter(line -> line.matches("  (?!warning)[a-z_]+: [A-Z].*\\.")).count();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(titles).isPositive().isEqualTo(reasons);
    assertThat(run.err()).doesNotContain("\tat ");
  }

  private static List<Path> manifests() throws IOException {
    List<Path> found = new ArrayList<>(manifests(Path.of("src", "test", "resources", "manifests")));
    String corpus = System.getenv(CORPUS);
    if (corpus != null) {
      found.addAll(manifests(Path.of(corpus)));
    }
    return found;
  }

  private static List<Path> manifests(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().contains(".yaml"))
          .toList();
    }
  }
}
