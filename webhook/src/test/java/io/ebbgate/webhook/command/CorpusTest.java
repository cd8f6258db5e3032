package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real manifests: each workload is explained with one reason, and a file that can't be read with
 * one sentence. {@code EBBGATE_CORPUS} is a folder of more files.
 */
class CorpusTest {
  private static final String CORPUS = "EBBGATE_CORPUS";
  private static final Path OWN = Path.of("src", "test", "resources", "manifests");

  private static CommandRun explain(Path file) {
    return CommandRun.of("", "explain", "-f", file.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mixed.yaml          | Deployment/edge injected
          istio-gateway.yaml  | Deployment/shop-gateway waiting_for_injection
          istio-injected.yaml | Deployment/edge-istio injected
          contour-envoy.yaml  | DaemonSet/envoy own_drain_manager
          envoy-gateway.yaml  | Deployment/envoy-shop-edge own_drain_manager
          istio-waypoint.yaml | Deployment/waypoint mode_report
          wso2.yaml           | Deployment/apis-gateway-runtime injected
          kgateway.yaml       | Deployment/edge hook_kept, Deployment/edge-named hook_kept
          gloo.yaml           | Deployment/gateway-proxy mode_report, Deployment/gloo-proxy-edge mode_report
          emissary.yaml       | Deployment/emissary-ingress mode_report
          higress.yaml        | Deployment/higress-gateway mode_report
          consul.yaml         | Deployment/edge mode_report, Deployment/consul-mesh-gateway mode_report
          kuma.yaml           | Deployment/edge mode_report, Deployment/kuma-ingress mode_report
          plain-envoy.yaml    | StatefulSet/edge injected, Pod/edge- self_check_failed, Pod/edge-typo injected
          list.yaml           | Deployment/web no_profile, ReplicaSet/edge injected
          cron-job.yaml       | CronJob/report runs_to_completion
          """)
  void explainsEveryWorkloadOfAFileInItsOrder(String file, String reasons) {
    List<String> lines = explain(OWN.resolve(file)).out().lines().toList();

    List<String> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith(" ")) {
        String title = lines.get(i).substring(0, lines.get(i).indexOf(' '));
        found.add(title + " " + lines.get(i + 1).strip().replaceAll(":.*", ""));
      }
    }
    assertThat(String.join(", ", found)).isEqualTo(reasons);
  }

  @ParameterizedTest
  @CsvSource({"definitions.yaml", "config-map.yaml", "nothing.yaml", "empty.yaml"})
  void reportsThatThereIsNoWorkload(String file) {
    CommandRun run = explain(OWN.resolve(file));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).endsWith(file + " has no workload: nothing would be changed.\n");
  }

  @ParameterizedTest
  @CsvSource({"broken.yaml, 'document 2, line 9'", "template.yaml, 'document 1, line 5'"})
  void reportsWhereAFileIsNotYaml(String file, String place) {
    CommandRun run = explain(OWN.resolve(file));

    assertThat(run.exitCode()).isEqualTo(CommandException.DATA);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(file + " is not valid YAML in " + place);
  }

  @TestFactory
  Stream<DynamicTest> explainsOrRefusesEveryFile() throws IOException {
    List<Path> files = new ArrayList<>(yaml(OWN));
    String corpus = System.getenv(CORPUS);
    if (corpus != null) {
      files.addAll(yaml(Path.of(corpus)));
    }
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) {
    CommandRun run = explain(file);

    assertThat(run.err()).doesNotContain("\tat ").doesNotContain("Exception");
    if (run.exitCode() == CommandException.DATA) {
      assertThat(run.err().lines()).singleElement().asString().endsWith(".");
      return;
    }
    assertThat(run.exitCode()).as(run.err()).isZero();
    if (run.out().equals(file + " has no workload: nothing would be changed.\n")) {
      return;
    }
    List<String> lines = run.out().lines().toList();
    assertThat(lines).isNotEmpty();
    for (int i = 0; i < lines.size(); i++) {
      boolean title = !lines.get(i).startsWith(" ");
      boolean reason = lines.get(i).matches("  (?!warning)[a-z_]+: [A-Z].*\\.");
      boolean afterTitle = i > 0 && !lines.get(i - 1).startsWith(" ");
      assertThat(reason).as(lines.get(i)).isEqualTo(afterTitle);
      assertThat(title && i == lines.size() - 1).as(lines.get(i)).isFalse();
    }
  }

  private static List<Path> yaml(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches(".*\\.(yaml|yml)(\\..*)?"))
          .sorted()
          .toList();
    }
  }
}
