package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.tls.TestCluster;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.LimitRangeItemBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ebbgate explain --cluster} at a real API server. */
@Tag("cluster")
@Timeout(180)
class ExplainClusterIT {
  private static final String SHOP = "shop";

  private static final String GATEWAY =
      """
      kind: Pod
      metadata: {name: g, namespace: shop, labels: {ebbgate.io/inject: "true"}}
      spec: {containers: [{name: envoy, image: envoy, resources: {requests: {cpu: 1}}}]}
      """;

  @Test
  void readsWhatTheNamespaceDemandsAndLetsTheManifestReplaceIt(@TempDir Path folder)
      throws Exception {
    try (TestCluster cluster = TestCluster.start(folder)) {
      prepare(cluster);
      String kubeconfig = "--kubeconfig=" + cluster.kubeconfig(folder);

      CommandRun alone = CommandRun.explain(GATEWAY);
      CommandRun there = CommandRun.explain(GATEWAY, kubeconfig, "--cluster");
      CommandRun replaced =
          CommandRun.explain(
              GATEWAY
                  + """
                  ---
                  kind: ResourceQuota
                  metadata: {name: compute, namespace: shop}
                  spec: {hard: {requests.cpu: 3}}
                  """,
              kubeconfig,
              "--cluster");

      assertThat(alone.out()).doesNotContain("resource quotas").doesNotContain("9s");
      assertThat(there.exitCode()).as(there.err()).isZero();
      assertThat(there.out())
          .contains("a cpu request of 50m and a limit of 200m, as LimitRange sizes demands")
          .contains("compute, requests.cpu: a pod takes 1050m, 1000m without the sidecar")
          .contains("of 1000m are used: one more is refused")
          .containsPattern("min-drain +9s +namespace");
      assertThat(replaced.out())
          .contains("of 3000m are used")
          .containsPattern("min-drain +9s +namespace");
    }
  }

  private static void prepare(TestCluster cluster) {
    var _ =
        cluster
            .admin()
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(SHOP)
                    .withAnnotations(Map.of("ebbgate.io/min-drain", "9s"))
                    .endMetadata()
                    .build())
            .create();
    var _ =
        cluster
            .admin()
            .resource(
                new LimitRangeBuilder()
                    .withNewMetadata()
                    .withNamespace(SHOP)
                    .withName("sizes")
                    .endMetadata()
                    .withNewSpec()
                    .withLimits(
                        new LimitRangeItemBuilder()
                            .withType("Container")
                            .withMin(Map.of("cpu", new Quantity("50m")))
                            .build())
                    .endSpec()
                    .build())
            .create();
    var _ =
        cluster
            .admin()
            .resource(
                new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withNamespace(SHOP)
                    .withName("compute")
                    .endMetadata()
                    .withNewSpec()
                    .withHard(Map.of("requests.cpu", new Quantity("1")))
                    .endSpec()
                    .build())
            .create();
  }
}
