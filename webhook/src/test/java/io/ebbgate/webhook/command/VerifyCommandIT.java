package io.ebbgate.webhook.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.tls.Replica;
import io.ebbgate.webhook.tls.TestCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A real API server that calls the webhook by URL, since there is no node. */
@Tag("cluster")
@Timeout(120)
class VerifyCommandIT {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void findsAPodInjectedThroughEveryRotationOfTheAuthority(@TempDir Path folder) throws Exception {
    try (TestCluster cluster = TestCluster.start(folder);
        Replica replica = Replica.start(cluster, "one", TestCluster.fast())) {
      Await.until("ready", replica::isReady);
      register(cluster, replica);
      // API servers learn of a registration a moment after it was written.
      Await.until("injected", () -> verify(cluster) == 0);
      for (int trusted = 2; trusted <= 4; trusted++) {
        int least = trusted;
        Await.until("another CA", () -> cluster.caBundle().size() >= least);

        assertThat(verify(cluster)).as(err.toString(UTF_8)).isZero();
      }
      assertThat(out.toString(UTF_8)).contains("is injected", "\"profile\":\"envoy\"");
    }
  }

  @Test
  void reportsThatThePodIsNotInjected(@TempDir Path folder) throws Exception {
    try (TestCluster cluster = TestCluster.start(folder)) {
      namespace(cluster);

      assertThat(verify(cluster)).isEqualTo(1);
      assertThat(err.toString(UTF_8))
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

  private int verify(TestCluster cluster) {
    VerifyCommand verify =
        new VerifyCommand(
            () -> Cluster.of(cluster.admin().getConfiguration(), "", ""),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    return new CommandLine(verify).execute("--namespace", "shop");
  }
}
