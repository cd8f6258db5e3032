package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.RenderedChart;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an install, an upgrade and an uninstall do, in the order in which Helm does it. */
class InstallOrderTest {
  @Test
  void registersTheWebhookAfterEverythingItNeeds() {
    List<String> kinds = HelmChart.rendered(HelmChart.NO_VALUES).kinds();

    assertThat(kinds).endsWith("MutatingWebhookConfiguration");
    assertThat(kinds).contains("ServiceAccount", "Role", "RoleBinding", "Service", "Deployment");
  }

  @Test
  void hasTheQuotaForItsPriorityBeforeItsPods() {
    RenderedChart chart = HelmChart.rendered(HelmChart.NO_VALUES);
    ResourceQuota quota = chart.only(ResourceQuota.class);

    assertThat(chart.kinds().indexOf("ResourceQuota"))
        .isLessThan(chart.kinds().indexOf("Deployment"));
    assertThat(quota.getSpec().getScopeSelector().getMatchExpressions().getFirst().getValues())
        .containsExactly(chart.pod().getPriorityClassName());
  }

  /** It would bind the cluster's own pods. */
  @Test
  void hasNoQuotaWhereItIsNotNeededOrDoesHarm() {
    String priority = "priorityClassName: mine";

    assertThat(HelmChart.rendered(priority).all(ResourceQuota.class)).isEmpty();
    assertThat(
            HelmChart.rendered("ebbgate", "kube-system", HelmChart.NO_VALUES)
                .all(ResourceQuota.class))
        .isEmpty();
  }

  /**
   * Two of them can't be on one node, so where they take its ports the new one would wait for ever.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {HelmChart.NO_VALUES + "|0|1", "'" + ValueSets.HOST_NETWORK + "'|1|0"})
  void startsANewReplicaBeforeItStopsAnOldOneUnlessReplicasTakeTheNodesPorts(
      String values, int unavailable, int surge) {
    RollingUpdateDeployment update =
        HelmChart.rendered(values)
            .only(Deployment.class)
            .getSpec()
            .getStrategy()
            .getRollingUpdate();

    assertThat(update.getMaxUnavailable().getIntVal()).isEqualTo(unavailable);
    assertThat(update.getMaxSurge().getIntVal()).isEqualTo(surge);
  }

  /** What a program made itself is named to it with the Deployment that shall own it. */
  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void everythingGoesWithTheRelease(String values) {
    RenderedChart chart = HelmChart.rendered(values);

    assertThat(chart.variable(WebhookEnv.DEPLOYMENT)).isEqualTo(chart.name(Deployment.class));
    assertThat(HelmChart.everything(values).documents())
        .allSatisfy(each ->
            assertThat(each.at("/metadata/annotations").has("helm.sh/resource-policy")).isFalse());
  }

  /** Helm keeps a hook's objects unless an annotation deletes them. */
  @Test
  void whatATestMakesGoesWithTheTestAndItsPodComesLast() {
    assertThat(HelmChart.test(HelmChart.NO_VALUES).documents())
        .hasSize(5)
        .allSatisfy(each -> {
          JsonNode annotations = each.at("/metadata/annotations");
          assertThat(annotations.path("helm.sh/hook-delete-policy").asText().split(",", -1))
              .containsExactlyInAnyOrder("before-hook-creation", "hook-succeeded", "hook-failed");
          assertThat(annotations.path("helm.sh/hook-weight").asInt())
              .isEqualTo(each.path("kind").asText().equals("Pod") ? 0 : -1);
        });
  }

  /** All that {@code helm test} makes is read here as if it were part of the release. */
  @Test
  void aTestsObjectsAreMarkedInOnePlace() throws IOException {
    String templates = Files.readString(HelmChart.FOLDER.resolve("templates/_pods.tpl"));

    assertThat(templates.split(HelmChart.HOOK, -1)).hasSize(2);
  }
}
