package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.tool.chart.Grants;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.InjectedPods;
import io.ebbgate.tool.chart.InstalledCluster;
import io.ebbgate.tool.chart.RenderedChart;
import io.ebbgate.tool.chart.Replica;
import io.ebbgate.webhook.load.Balancer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart in a real API server, and two replicas with the environment that it gives them. */
@Tag("cluster")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstalledIT {
  private static final RenderedChart CHART = HelmChart.everything(HelmChart.NO_VALUES);
  private static final int UPDATED_WITHIN = 60;
  private static final String SHOP = "shop";

  /** The status of a pod whose sidecar has ended. */
  private static final String ENDED =
      """
      {"initContainerStatuses": [{
        "name": "%s", "image": "sidecar", "imageID": "", "ready": false, "restartCount": 0,
        "state": {"terminated": {"exitCode": 0, "message":
          "{\\"verdict\\": \\"not_asked\\", \\"provisional\\": false}"}}}]}
      """
          .formatted(Containers.SIDECAR);

  private final List<Replica> replicas = new ArrayList<>();
  private InstalledCluster cluster;
  private Balancer service;

  @BeforeAll
  void installs(@TempDir Path folder) throws Exception {
    cluster = InstalledCluster.start(folder);
    service = Balancer.open(InetAddress.ofLiteral("127.0.0.1"), Duration.ZERO);
    cluster.install(lasting(), service.address().getPort());
    for (int i = 1; i <= 2; i++) {
      replicas.add(cluster.replica(CHART, "ebbgate-" + i, "127.0.3." + i, Map.of()));
    }
    for (Replica replica : replicas) {
      service.update(replica.name(), replica.awaitReady().admission(), Balancer.State.READY);
    }
  }

  @AfterAll
  void stops() throws IOException {
    replicas.forEach(Replica::close);
    service.close();
    cluster.close();
  }

  /** Without the test's pod, for which there is no node; what it may do is there. */
  private static RenderedChart lasting() {
    return new RenderedChart(
        CHART.documents().stream()
            .filter(each -> !each.path("kind").asText().equals(HasMetadata.getKind(Pod.class)))
            .toList());
  }

  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void theApiServerTakesEverythingThatIsRendered(String values) {
    for (ObjectNode document :
        HelmChart.rendered("trial", HelmChart.NAMESPACE, values).documents()) {
      cluster.dryRun(document);
    }
  }

  /** The same call that the test's pod makes, through a Service that the API server looks up. */
  @Test
  void theChartsTestFindsAGatewayInjected() throws Exception {
    Await.until("injected", () -> verify() == 0);
  }

  private int verify() {
    try {
      Pod test = HelmChart.test(HelmChart.NO_VALUES).only(Pod.class);
      List<String> arguments = test.getSpec().getContainers().getFirst().getArgs();
      ProcessBuilder builder = Replica.program(arguments.toArray(String[]::new));
      builder
          .environment()
          .put("KUBECONFIG", cluster.kubeconfig(InstalledCluster.TESTER).toString());
      Process process = ChildProcesses.adopt(builder.inheritIO().start());
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Helm merges by strategy, and does not change what the chart does not name. */
  @Test
  void anUpgradeKeepsWhomTheApiServerTrusts() {
    assertThat(cluster.caBundle()).isNotEmpty();

    var _ =
        cluster
            .admin()
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName(InstalledCluster.registration())
            .patch(
                PatchContext.of(PatchType.STRATEGIC_MERGE),
                InstalledCluster.withLocalService(
                        CHART.tree("MutatingWebhookConfiguration"), service.address().getPort())
                    .toString());

    assertThat(cluster.caBundle()).isNotEmpty();
  }

  /** An uninstall takes what the chart made, and the cluster what that owned. */
  @Test
  void whatTheReplicasMadeGoesWithTheDeployment() {
    String deployment =
        cluster
            .admin()
            .apps()
            .deployments()
            .inNamespace(HelmChart.NAMESPACE)
            .withName(CHART.name(Deployment.class))
            .get()
            .getMetadata()
            .getUid();

    List<Secret> secrets =
        cluster.admin().secrets().inNamespace(HelmChart.NAMESPACE).list().getItems();
    assertThat(secrets)
        .extracting(each -> each.getMetadata().getName())
        .containsExactlyInAnyOrder(
            CHART.variable(WebhookEnv.TLS_SECRET), CHART.variable(WebhookEnv.TOKEN_SECRET));
    assertThat(secrets)
        .allSatisfy(secret ->
            assertThat(secret.getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getUid)
                .containsExactly(deployment));
    assertThat(cluster.admin().leases().inNamespace(HelmChart.NAMESPACE).list().getItems())
        .extracting(each -> each.getMetadata().getName())
        .containsExactly(CHART.variable(WebhookEnv.LEASE));
  }

  /** With everything that can happen to what it keeps and observes, it asks for all it may. */
  @Test
  void theWebhookAsksForWhatItMayAndForAllOfIt() throws Exception {
    Set<String> granted = new TreeSet<>();
    lasting().all(Role.class).stream()
        .filter(role -> role.getMetadata().getNamespace().equals(HelmChart.NAMESPACE))
        .forEach(role -> granted.addAll(Grants.of(role.getRules())));
    CHART.all(ClusterRole.class).forEach(role -> granted.addAll(Grants.of(role.getRules())));
    // Only requested where an Event exists already: its answer was lost, or another replica led.
    String perhaps = "get events.k8s.io/events";
    granted.remove(perhaps);
    // The CA is broken, and the lease deleted.
    var _ =
        cluster
            .admin()
            .secrets()
            .inNamespace(HelmChart.NAMESPACE)
            .withName(CHART.variable(WebhookEnv.TLS_SECRET))
            .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\": null}");
    var _ =
        cluster
            .admin()
            .leases()
            .inNamespace(HelmChart.NAMESPACE)
            .withName(CHART.variable(WebhookEnv.LEASE))
            .delete();
    drain();

    Await.until(
        "all asked for", Duration.ofSeconds(UPDATED_WITHIN), () -> calls().containsAll(granted));

    assertThat(calls())
        .filteredOn(call -> !call.startsWith(perhaps + " "))
        .containsExactlyInAnyOrderElementsOf(granted);
  }

  /** An injected pod is deleted, and its sidecar leaves a verdict: the webhook writes Events. */
  private void drain() throws InterruptedException {
    cluster.namespace(SHOP, "privileged");
    var _ = cluster.admin().resource(InjectedPods.named(SHOP, "edge", "node-a")).create();
    for (Replica replica : replicas) {
      replica.awaitMetric(MetricNames.INJECTED_PODS + " 1", Duration.ofSeconds(UPDATED_WITHIN));
    }
    cluster.delete(SHOP, "edge", 30);
    cluster.status(SHOP, "edge", ENDED);
  }

  private Set<String> calls() {
    try {
      return cluster.calls(InstalledCluster.WEBHOOK);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
