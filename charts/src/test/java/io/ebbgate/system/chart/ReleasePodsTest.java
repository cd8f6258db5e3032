package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.RenderedChart;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What linters find in the pods of a release, and what its policies and budget allow. */
class ReleasePodsTest {
  /** Of a release: the webhook's pod and the test's. */
  static Stream<PodSpec> pods() {
    return Stream.concat(
        Stream.of(HelmChart.NO_VALUES, ValueSets.CERT_MANAGER, ValueSets.PROVIDED, ValueSets.FAIL)
            .map(values -> HelmChart.rendered(values).pod()),
        HelmChart.test(HelmChart.NO_VALUES).all(Pod.class).stream().map(Pod::getSpec));
  }

  /**
   * pull-policy: a replica has to start while the registry is away. sensitive-environment: names of
   * Secrets, not what is in them. liveness and readiness: the test's pod ends by itself.
   * ephemeral-storage: a node that reports none would leave a pod Pending that requests some.
   */
  @ParameterizedTest
  @MethodSource("pods")
  void lintersFindNothingThatHasNoReason(PodSpec pod) {
    String name = pod.getContainers().getFirst().getName();
    List<String> reasoned =
        name.equals("verify")
            ? List.of(
                "pull-policy " + name,
                "ephemeral-storage " + name,
                "liveness " + name,
                "readiness " + name)
            : List.of(
                "pull-policy " + name,
                "ephemeral-storage " + name,
                "sensitive-environment " + name);

    assertThat(LinterRule.findings(pod)).containsExactlyInAnyOrderElementsOf(reasoned);
  }

  @Test
  void whatLooksLikeASecretIsTheNameOfOne() {
    assertThat(HelmChart.rendered(ValueSets.FULL).webhook().getEnv())
        .filteredOn(each -> each.getName().matches(".*(SECRET|TOKEN).*"))
        .map(EnvVar::getName)
        .containsExactlyInAnyOrder(
            WebhookEnv.TOKEN_SECRET, WebhookEnv.TLS_SECRET, WebhookEnv.PULL_SECRETS);
  }

  /** A strict mesh would turn the API server's reviews away. */
  @Test
  void noMeshTakesThemIn() {
    Map<String, String> labels =
        HelmChart.rendered(HelmChart.NO_VALUES)
            .only(Deployment.class)
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getLabels();

    assertThat(labels)
        .containsEntry("sidecar.istio.io/inject", "false")
        .containsEntry("istio.io/dataplane-mode", "none");
  }

  /** kube-score's podAntiAffinity and Polaris' constraint, both asked for by one of the two. */
  @Test
  void replicasAreSpreadSoftlyOverNodesAndZones() {
    assertThat(HelmChart.rendered(HelmChart.NO_VALUES).pod().getTopologySpreadConstraints())
        .allMatch(each -> each.getWhenUnsatisfiable().equals("ScheduleAnyway"))
        .map(TopologySpreadConstraint::getTopologyKey)
        .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
  }

  @Test
  void aBudgetLetsOneReplicaGoAtATime() {
    RenderedChart chart = HelmChart.rendered(HelmChart.NO_VALUES);
    PodDisruptionBudget budget = chart.only(PodDisruptionBudget.class);

    assertThat(chart.only(Deployment.class).getSpec().getReplicas()).isGreaterThan(1);
    assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isOne();
    assertThat(chart.labels())
        .containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels());
  }

  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void aPolicyLetsCallsInByThePodsPortsOnly(String values) {
    RenderedChart chart = HelmChart.rendered(values);

    assertThat(chart.all(NetworkPolicy.class))
        .allSatisfy(policy -> {
          assertThat(chart.labels())
              .containsAllEntriesOf(policy.getSpec().getPodSelector().getMatchLabels());
          assertThat(policy.getSpec().getIngress())
              .flatMap(rule -> ports(rule.getPorts()))
              .isEqualTo(
                  chart.webhook().getPorts().stream()
                      .map(ContainerPort::getContainerPort)
                      .toList());
        });
  }

  /** No default could name the API servers or Prometheus. */
  @Test
  void aPolicyLetsAnyoneInByDefault() {
    assertThat(policy(HelmChart.NO_VALUES).getSpec().getIngress())
        .hasSize(2)
        .allSatisfy(rule -> assertThat(rule.getFrom()).isEmpty());
  }

  /** A peer of one port does not reach the other. */
  @Test
  void aPolicyLetsNamedPeersAloneIn() {
    List<NetworkPolicyIngressRule> rules =
        policy(
                """
                networkPolicy:
                  ingress:
                    admissionFrom: [{ipBlock: {cidr: 192.0.2.1/32}}, {ipBlock: {cidr: 192.0.2.2/32}}]
                    operationsFrom: [{namespaceSelector: {matchLabels: {team: monitoring}}}]
                """)
            .getSpec()
            .getIngress();

    assertThat(rules.getFirst().getFrom())
        .map(peer -> peer.getIpBlock().getCidr())
        .containsExactly("192.0.2.1/32", "192.0.2.2/32");
    assertThat(ports(rules.getFirst().getPorts())).containsExactly(Ports.ADMISSION);
    assertThat(rules.getLast().getFrom())
        .map(peer -> peer.getNamespaceSelector().getMatchLabels())
        .containsExactly(Map.of("team", "monitoring"));
    assertThat(ports(rules.getLast().getPorts())).containsExactly(Ports.OPERATIONS);
  }

  @Test
  void narrowingOnePortLeavesTheOtherOpen() {
    assertThat(
            policy("networkPolicy: {ingress: {operationsFrom: [{podSelector: {}}]}}")
                .getSpec()
                .getIngress())
        .map(rule -> rule.getFrom().size())
        .containsExactly(0, 1);
  }

  private static NetworkPolicy policy(String values) {
    return HelmChart.rendered(values).only(NetworkPolicy.class);
  }

  @Test
  void aPolicyLetsThemOutByTheApiServersPortsOnly() {
    RenderedChart all = HelmChart.everything(HelmChart.NO_VALUES);

    assertThat(all.all(NetworkPolicy.class))
        .hasSize(2)
        .allSatisfy(policy -> {
          assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
          assertThat(ports(policy.getSpec().getEgress().getFirst().getPorts()))
              .containsExactly(443, 6443, 8443, 16443);
        });
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void aPolicyLetsAnObserverAloneOutToSidecars(boolean observer, int rules) {
    RenderedChart chart = HelmChart.rendered("observer: {enabled: " + observer + "}");

    assertThat(chart.all(NetworkPolicy.class))
        .flatExtracting(policy -> policy.getSpec().getEgress())
        .filteredOn(rule -> ports(rule.getPorts()).equals(List.of(Ports.HOOK)))
        .hasSize(rules);
  }

  /** Otherwise a standby waits for a leader that creates no CA. */
  @Test
  void replicasOfAnotherModeDoNotHoldTheLeaseOfThoseThatCreateTheCa() {
    assertThat(lease(HelmChart.NO_VALUES)).isNotEqualTo(lease(ValueSets.PROVIDED));
  }

  private static String lease(String values) {
    RenderedChart chart = HelmChart.rendered(values);
    assertThat(chart.name(Lease.class)).isEqualTo(chart.variable(WebhookEnv.LEASE));
    return chart.name(Lease.class);
  }

  private static List<Integer> ports(List<NetworkPolicyPort> ports) {
    return ports.stream().map(port -> port.getPort().getIntVal()).toList();
  }

  @Test
  void aTestsPodIsNotAReplica() {
    RenderedChart chart = HelmChart.rendered(HelmChart.NO_VALUES);
    Pod test = HelmChart.test(HelmChart.NO_VALUES).all(Pod.class).getFirst();

    assertThat(test.getMetadata().getLabels())
        .doesNotContainEntry("app.kubernetes.io/component", "webhook");
    assertThat(test.getSpec().getContainers().getFirst().getImage())
        .isEqualTo(chart.webhook().getImage());
    assertThat(test.getSpec().getContainers().getFirst().getArgs())
        .containsExactly("verify", "--namespace", "default");
  }
}
