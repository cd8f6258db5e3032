package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.tool.chart.InjectedPods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What linters find in gateway pods before the webhook changed them and after. */
class InjectedPodLintTest {
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root"));
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final KubernetesSerialization OBJECTS =
      new KubernetesSerialization(new ObjectMapper(), true);

  /** A rule that does not apply to the sidecar, and why. */
  private static final Map<String, String> REASONS =
      Map.of(
          "cpu-limit", "a limit would throttle the drain",
          "ephemeral-storage", "a pod that writes more is evicted, with the gateway",
          "pull-policy", "a gateway has to start while the registry is away",
          "seccomp", "constraints that take a gateway without a profile may take none with one",
          "user-id", "the image has its own; a platform may give another",
          "group-id", "the image has its own; a platform may give another",
          "sensitive-environment", "the token has to be where the kubelet's header is, in the pod",
          "liveness", "a restart in the middle of a drain would end it",
          "readiness", "it would take a healthy gateway out of service");

  /** Every golden pod of the webhook, and one in which linters find nothing. */
  static Stream<Path> pods() throws IOException {
    Path own = ROOT.resolve("charts/src/test/resources/chart/clean-gateway.yaml");
    try (Stream<Path> golden = Files.walk(ROOT.resolve("webhook/src/test/resources/golden"))) {
      List<Path> all = new ArrayList<>(List.of(own));
      golden.filter(file -> file.endsWith("in.yaml")).sorted().forEach(all::add);
      return all.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pods")
  void lintersFindNothingNewWithoutAReason(Path file) throws IOException {
    for (SidecarStyle style : SidecarStyle.values()) {
      JsonNode pod = read(file);
      List<String> found = new ArrayList<>(LinterRule.findings(spec(pod)));
      List<String> after =
          new ArrayList<>(LinterRule.findings(spec(InjectedPods.injected(pod, style))));
      after.removeAll(found);
      REASONS.keySet().forEach(rule -> after.remove(rule + " " + Containers.SIDECAR));

      assertThat(after).as("%s %s", file, style).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPodWithoutFaultHasNoneButThoseWithAReason(SidecarStyle style) throws IOException {
    JsonNode pod = read(pods().findFirst().orElseThrow());

    assertThat(LinterRule.findings(spec(pod))).isEmpty();
    assertThat(LinterRule.findings(spec(InjectedPods.injected(pod, style))))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding).endsWith(" " + Containers.SIDECAR));
  }

  @ParameterizedTest
  @EnumSource(names = "CLASSIC")
  void everyReasonIsNeeded(SidecarStyle style) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : pods().toList()) {
      found.addAll(LinterRule.findings(spec(InjectedPods.injected(read(file), style))));
    }

    assertThat(found)
        .containsAll(
            REASONS.keySet().stream().map(rule -> rule + " " + Containers.SIDECAR).toList());
  }

  static JsonNode read(Path file) throws IOException {
    return YAML.readTree(file.toFile());
  }

  static PodSpec spec(JsonNode pod) {
    return OBJECTS.convertValue(pod, Pod.class).getSpec();
  }
}
