package io.ebbgate.tool.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeTargetsTest {
  @Test
  void prometheusAcceptsTheConfiguration(@TempDir Path folder) throws Exception {
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
    try (ScrapeTargets targets = ScrapeTargets.of(kubeconfig)) {
      String configuration = targets.configuration(Duration.ofSeconds(15));

      assertThat(configuration)
          .contains("credentials: \"a-token\"", "targets: [\"127.0.0.1:6443\"]");
      Files.writeString(folder.resolve("prometheus.yaml"), configuration);
      ProgramResult result = Promtool.run(folder, List.of("check", "config", "prometheus.yaml"));
      assertThat(result.exit()).as(result.output()).isZero();
    }
  }
}
