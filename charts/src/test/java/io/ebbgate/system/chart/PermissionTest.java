package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.tool.chart.Grants;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.RenderedChart;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What our pods may do is what they do, and nothing else. */
class PermissionTest {
  private static final String[] WATCHES = {
    "list limitranges",
    "watch limitranges",
    "list pods",
    "watch pods",
    "list namespaces",
    "watch namespaces",
    "create events.k8s.io/events",
    "get events.k8s.io/events"
  };

  @Test
  void letsTheWebhookKeepItsOwnCertificateAndWatchInjectedPods() {
    RenderedChart chart = HelmChart.rendered(HelmChart.NO_VALUES);
    String token = chart.variable(WebhookEnv.TOKEN_SECRET);
    String ca = chart.variable(WebhookEnv.TLS_SECRET);

    assertThat(Grants.of(chart.only(Role.class).getRules()))
        .containsExactlyInAnyOrder(
            "create secrets",
            "get secrets " + token,
            "get secrets " + ca,
            "update secrets " + ca,
            "get apps/deployments " + chart.variable(WebhookEnv.DEPLOYMENT),
            "create coordination.k8s.io/leases",
            "get coordination.k8s.io/leases " + chart.variable(WebhookEnv.LEASE),
            "patch coordination.k8s.io/leases " + chart.variable(WebhookEnv.LEASE));
    String registration =
        "admissionregistration.k8s.io/mutatingwebhookconfigurations "
            + chart.variable(WebhookEnv.REGISTRATION);
    assertThat(Grants.of(chart.only(ClusterRole.class).getRules()))
        .contains("get " + registration, "patch " + registration)
        .contains(WATCHES)
        .hasSize(2 + WATCHES.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {ValueSets.CERT_MANAGER, ValueSets.PROVIDED})
  void letsItWatchOnlyWhereTheCertificateIsNotItsOwn(String values) {
    RenderedChart chart = HelmChart.rendered(values);

    assertThat(Grants.of(chart.only(ClusterRole.class).getRules()))
        .contains(WATCHES)
        .contains(
            "get admissionregistration.k8s.io/mutatingwebhookconfigurations "
                + chart.variable(WebhookEnv.REGISTRATION))
        .hasSize(1 + WATCHES.length);
    assertThat(Grants.of(chart.only(Role.class).getRules()))
        .contains("patch coordination.k8s.io/leases " + chart.variable(WebhookEnv.LEASE));
  }

  @ParameterizedTest
  @ValueSource(strings = {ValueSets.CERT_MANAGER, ValueSets.PROVIDED})
  void letsItKeepTheTokenKeyOnlyWhereItWritesNothing(String values) {
    RenderedChart chart =
        HelmChart.rendered(
            values
                + "\n"
                + "observer: {enabled: false}\n"
                + "sidecar: {limitRanges: false}\n"
                + "namespaceSettings: false\n");

    assertThat(Grants.of(chart.only(Role.class).getRules()))
        .containsExactlyInAnyOrder(
            "create secrets",
            "get secrets " + chart.variable(WebhookEnv.TOKEN_SECRET),
            "get apps/deployments " + chart.variable(WebhookEnv.DEPLOYMENT));
    assertThat(chart.all(ClusterRole.class)).isEmpty();
    assertThat(chart.all(ClusterRoleBinding.class)).isEmpty();
  }

  /** The observer's own search still lists them. */
  @Test
  void letsItWatchNamespacesOnlyWhereTheirSettingsAreRead() {
    RenderedChart chart = HelmChart.rendered("namespaceSettings: false");

    assertThat(Grants.of(chart.only(ClusterRole.class).getRules()))
        .contains("list namespaces")
        .doesNotContain("watch namespaces");
  }

  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void grantsItToTheAccountThatTheWebhookRunsAs(String values) {
    RenderedChart chart = HelmChart.rendered(values);
    RoleBinding binding = chart.only(RoleBinding.class);

    assertThat(binding.getSubjects())
        .singleElement()
        .satisfies(subject -> {
          assertThat(subject.getName()).isEqualTo(chart.pod().getServiceAccountName());
          assertThat(subject.getNamespace()).isEqualTo(HelmChart.NAMESPACE);
        });
    assertThat(binding.getRoleRef().getName()).isEqualTo(chart.name(Role.class));
    chart
        .all(ClusterRoleBinding.class)
        .forEach(each -> assertThat(each.getSubjects()).isEqualTo(binding.getSubjects()));
  }

  @Test
  void namesTheRegistrationAndTheDeploymentThatThereAre() {
    RenderedChart chart = HelmChart.rendered(HelmChart.NO_VALUES);

    assertThat(chart.environment())
        .containsEntry(WebhookEnv.REGISTRATION, chart.name(MutatingWebhookConfiguration.class))
        .containsEntry(WebhookEnv.DEPLOYMENT, chart.name(Deployment.class));
  }

  @Test
  void mountsTheAccountsTokenInPodsThatUseItOnly() {
    RenderedChart chart = HelmChart.rendered(HelmChart.NO_VALUES);

    assertThat(chart.pod().getAutomountServiceAccountToken()).isTrue();
    assertThat(chart.all(ServiceAccount.class))
        .isNotEmpty()
        .noneMatch(ServiceAccount::getAutomountServiceAccountToken);
  }

  @Test
  void letsTheTestCreatePodsAndNothingElse() {
    RenderedChart test = HelmChart.test("test: {namespace: gateways}");
    Role role = test.all(Role.class).getFirst();

    assertThat(Grants.of(role.getRules())).containsExactly("create pods");
    assertThat(role.getMetadata().getNamespace()).isEqualTo("gateways");
  }
}
