package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.status.FakeApiServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands ask an API server for, and how they end where it refuses. */
@Timeout(60)
class ClusterPathIT {
  private static final int FORBIDDEN = 77;

  @TempDir Path folder;
  @AutoClose private FakeApiServer api;

  @BeforeEach
  void start() throws Exception {
    api = FakeApiServer.start();
  }

  /** A stranger's manifest must not choose what is asked for with the user's credentials. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kube-system/services/admin:80/proxy/shutdown",
        "kube-system%2Fservices",
        "..",
        "shop?watch=true",
        "a b"
      })
  void askForNothingWhereAManifestsNamespaceIsAPath(String namespace) throws Exception {
    String pod =
        """
        kind: Pod
        metadata: {name: g, namespace: "%s", labels: {ebbgate.io/inject: "true"}}
        spec: {containers: [{name: envoy, image: envoy}]}
        """
            .formatted(namespace);

    CommandRun run = CommandRun.explain(pod, "--kubeconfig=" + api.kubeconfig(folder), "--cluster");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(api.paths()).isEmpty();
  }

  @Test
  void readTheNamespaceOfAManifest() throws Exception {
    CommandRun run =
        CommandRun.explain(
            "{kind: Pod, metadata: {namespace: shop}, spec: {}}",
            "--kubeconfig=" + api.kubeconfig(folder),
            "--cluster");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(api.paths()).contains("/api/v1/namespaces/shop");
  }

  @Test
  void endWith77WhereAPermissionIsMissing() throws Exception {
    String kubeconfig = "--kubeconfig=" + api.kubeconfig(folder);
    api.forbid("/pods");
    api.forbid("/namespaces/default");

    CommandRun verify = CommandRun.of("", "verify", kubeconfig);
    CommandRun explain =
        CommandRun.explain("{kind: Pod, metadata: {}, spec: {}}", kubeconfig, "--cluster");

    assertThat(verify.exitCode()).as(verify.err()).isEqualTo(FORBIDDEN);
    assertThat(verify.err()).startsWith("You may not create pods in namespace default");
    assertThat(explain.exitCode()).as(explain.err()).isEqualTo(FORBIDDEN);
  }

  @Test
  void endWith77WhereTheApiServerDoesNotKnowTheUser() throws Exception {
    api.refuseUser();

    assertThat(CommandRun.of("", "verify", "--kubeconfig=" + api.kubeconfig(folder)).exitCode())
        .isEqualTo(FORBIDDEN);
  }
}
