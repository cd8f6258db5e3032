package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.InjectedPods;
import io.ebbgate.tool.chart.InstalledCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which pods the API server's own Pod Security admission takes: the release's and injected ones.
 */
@Tag("cluster")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodSecurityIT {
  private static final String RESTRICTED = "restricted";
  private static final List<String> LEVELS = List.of("baseline", RESTRICTED);
  private static final String REFUSED = "violates PodSecurity";

  private InstalledCluster cluster;

  @BeforeAll
  void starts(@TempDir Path folder) throws IOException {
    cluster = InstalledCluster.start(folder);
    LEVELS.forEach(level -> cluster.namespace(level, level));
  }

  @AfterAll
  void stops() {
    cluster.close();
  }

  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ReleasePodsTest#pods")
  void everyNamespaceTakesThePodsOfARelease(PodSpec pod) {
    assertThat(refusal(pod, RESTRICTED)).isEmpty();
  }

  @Test
  void onlyTheNodesNetworkTakesThemOutOfTheRestrictedProfile() {
    PodSpec pod = HelmChart.rendered(ValueSets.HOST_NETWORK).pod();

    assertThat(refusal(pod, RESTRICTED))
        .contains("host namespaces (hostNetwork=true)")
        .doesNotContain("Capabilities", "PrivilegeEscalation", "runAs", "seccomp", "olumes");
  }

  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.InjectedPodLintTest#pods")
  void noNamespaceRefusesAnInjectedPodThatItTookBefore(Path file) throws IOException {
    JsonNode pod = InjectedPodLintTest.read(file);
    for (SidecarStyle style : SidecarStyle.values()) {
      assertThat(levels(InjectedPods.injected(pod, style)))
          .as("%s %s", file.getFileName(), style)
          .isEqualTo(levels(pod));
    }
  }

  /** Those that take a pod. */
  private List<String> levels(JsonNode pod) {
    PodSpec spec = InjectedPodLintTest.spec(pod);
    return LEVELS.stream().filter(level -> refusal(spec, level).isEmpty()).toList();
  }

  /** Empty where the level takes the pod. A field that the API server does not know is dropped. */
  private String refusal(PodSpec spec, String level) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("pod")
            .withNamespace(level)
            .endMetadata()
            .withSpec(spec)
            .build();
    try {
      var _ = cluster.admin().resource(pod).dryRun().create();
      return "";
    } catch (KubernetesClientException refused) {
      String message = refused.getMessage();
      if (message == null || !message.contains(REFUSED)) {
        throw refused;
      }
      return message;
    }
  }
}
