package io.ebbgate.system.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.system.prometheus.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No cluster is needed to see that Prometheus takes the settings. */
class ClusterTargetsTest {
  @Test
  void prometheusTakesTheSettings(@TempDir Path folder) throws Exception {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: local, cluster: {server: "https://127.0.0.1:6443"}}]
            users: [{name: user, user: {token: "a-token"}}]
            contexts: [{name: local, context: {cluster: local, user: user}}]
            current-context: local
            """);
    try (ClusterTargets targets = ClusterTargets.of(kubeconfig)) {
      String settings = targets.settings(Duration.ofSeconds(15));

      assertThat(settings).contains("credentials: \"a-token\"", "targets: [\"127.0.0.1:6443\"]");
      assertThat(Promtool.refusal(Files.writeString(folder.resolve("settings"), settings)))
          .isEmpty();
    }
  }
}
