package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.certs.issue.Pem;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.InstalledCluster;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.Registration;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The registration beside tools that apply or change it, in a real API server. */
@Tag("cluster")
@Timeout(180)
class RegistrationOwnersIT {
  private static final ObjectNode RENDERED =
      HelmChart.rendered(HelmChart.NO_VALUES).tree("MutatingWebhookConfiguration");

  @TempDir private Path folder;
  private InstalledCluster installed;
  private Registration webhook;
  private List<X509Certificate> ca;

  @BeforeEach
  void start() throws Exception {
    DevCertificates.write(
        folder, List.of("localhost"), Duration.ofHours(1), InstantSource.system());
    ca =
        Pem.readCertificates(
            Files.readString(folder.resolve(DevCertificates.CA_CERTIFICATE)), "CA");
    installed = InstalledCluster.start(Files.createDirectory(folder.resolve("api")));
    webhook =
        new Registration(
            new Cluster(installed.admin(), HelmChart.NAMESPACE, ""),
            InstalledCluster.registration());
  }

  @AfterEach
  void stop() {
    installed.close();
  }

  private Resource<MutatingWebhookConfiguration> registration() {
    return installed
        .admin()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(InstalledCluster.registration());
  }

  /** As Flux, Argo CD and Helm 4 do, without force. */
  private void apply(String manager) {
    var _ =
        installed
            .admin()
            .resource(RENDERED.toString())
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager(manager)
                    .build());
  }

  private List<String> ownersOfTheBundle() {
    return registration().get().getMetadata().getManagedFields().stream()
        .filter(
            each -> each.getFieldsV1().getAdditionalProperties().toString().contains("caBundle"))
        .map(ManagedFieldsEntry::getManager)
        .distinct()
        .toList();
  }

  @Test
  void toolsThatApplyTheChartLeaveTheBundleToTheWebhook() throws Exception {
    apply("flux");
    assertThat(webhook.publish(ca, webhook.read())).isTrue();
    List<String> owners = ownersOfTheBundle();

    apply("flux");
    apply("argocd-controller");

    assertThat(webhook.read().caBundle()).isEqualTo(ca);
    assertThat(ownersOfTheBundle()).isEqualTo(owners).hasSize(1);
    assertThat(owners).doesNotContain("flux", "argocd-controller");
  }

  /** As AKS and Autopilot do: the tool that applies is told who did, the webhook goes on. */
  @Test
  void whoeverRewritesTheSelectorDoesNotKeepTheBundleFromBeingFilled() throws Exception {
    apply("flux");
    MutatingWebhookConfiguration rewritten = registration().get();
    rewritten
        .getWebhooks()
        .forEach(each ->
            each.getNamespaceSelector()
                .getMatchExpressions()
                .add(new LabelSelectorRequirement("control-plane", "DoesNotExist", List.of())));
    var _ = registration().patch(PatchContext.of(PatchType.JSON_MERGE), rewritten);

    assertThat(webhook.publish(ca, webhook.read())).isTrue();
    assertThat(webhook.read().caBundle()).isEqualTo(ca);
    assertThatThrownBy(() -> apply("flux"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("conflict")
        .hasMessageContaining("namespaceSelector");
    assertThat(registration().get().getWebhooks())
        .allSatisfy(each ->
            assertThat(each.getNamespaceSelector().getMatchExpressions())
                .anyMatch(one -> one.getKey().equals("control-plane")));
  }
}
