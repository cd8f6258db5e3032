package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.tls.Replica;
import io.ebbgate.webhook.tls.TestCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real API server that calls the webhook by URL, since there is no node. */
@Tag("cluster")
@Timeout(120)
class VerifyCommandIT {
  @TempDir Path folder;

  @Test
  void findsAPodInjectedThroughEveryRotationOfTheAuthority() throws Exception {
    try (TestCluster cluster = TestCluster.start(folder);
        Replica replica = Replica.start(cluster, "one", TestCluster.fast())) {
      Await.until("ready", replica::isReady);
      register(cluster, replica);
      // API servers learn of a registration a moment after it was written.
      String kubeconfig = cluster.kubeconfig(folder).toString();
      Await.until("injected", () -> verify(kubeconfig).exitCode() == 0);
      for (int trusted = 2; trusted <= 4; trusted++) {
        int least = trusted;
        Await.until("another CA", () -> cluster.caBundle().size() >= least);

        CommandRun run = verify(kubeconfig);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("is injected", "\"profile\":\"envoy\"");
      }
    }
  }

  @Test
  void reportsThatThePodIsNotInjected() throws Exception {
    try (TestCluster cluster = TestCluster.start(folder)) {
      namespace(cluster);

      CommandRun run = verify(cluster.kubeconfig(folder).toString());

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .contains("is not injected", "ebbgate.io/injected", "caBundle")
          .hasLineCount(1);
    }
  }

  private static void namespace(TestCluster cluster) {
    var _ =
        cluster
            .admin()
            .resource(
                new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
            .create();
  }

  private static void register(TestCluster cluster, Replica replica) {
    namespace(cluster);
    cluster
        .admin()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(TestCluster.REGISTRATION)
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            """
            {"webhooks": [{
              "name": "inject.ebbgate.io",
              "clientConfig": {"service": null, "url": "https://127.0.0.1:%d/mutate"},
              "rules": [{
                "apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"],
                "resources": ["pods"]}]}]}
            """
                .formatted(replica.port()));
  }

  private static CommandRun verify(String kubeconfig) {
    return CommandRun.of("", "verify", "--namespace", "shop", "--kubeconfig=" + kubeconfig);
  }
}
