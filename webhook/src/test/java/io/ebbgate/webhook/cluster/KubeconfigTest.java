package io.ebbgate.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
  private static final String TWO =
      """
      apiVersion: v1
      kind: Config
      clusters:
        - {name: one, cluster: {server: "https://one.example"}}
        - {name: two, cluster: {server: "https://two.example"}}
      contexts:
        - {name: one, context: {cluster: one, user: me, namespace: shop}}
        - {name: two, context: {cluster: two, user: me}}
      users:
        - {name: me, user: {token: mine}}
      """;

  @TempDir Path folder;

  @Test
  void isOpenedAtItsCurrentContext() throws Exception {
    try (Cluster cluster = kubeconfig(TWO + "current-context: one", Optional.empty()).open()) {
      assertThat(cluster.client().getMasterUrl()).hasHost("one.example");
      assertThat(cluster.usualNamespace()).isEqualTo("shop");
    }
  }

  @Test
  void isOpenedAtANamedContext() throws Exception {
    try (Cluster cluster = kubeconfig(TWO + "current-context: one", Optional.of("two")).open()) {
      assertThat(cluster.client().getMasterUrl()).hasHost("two.example");
      assertThat(cluster.usualNamespace()).isEqualTo("default");
    }
  }

  @Test
  void isRefusedWithoutAContext() throws Exception {
    Kubeconfig kubeconfig = kubeconfig(TWO, Optional.empty());

    assertThatThrownBy(kubeconfig::open)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "--context is missing, and the kubeconfig has no current one; allowed is one, two.");
  }

  @Test
  void isRefusedForAContextThatIsNotInIt() throws Exception {
    Kubeconfig kubeconfig = kubeconfig(TWO + "current-context: one", Optional.of("three"));

    assertThatThrownBy(kubeconfig::open)
        .isInstanceOf(ConfigException.class)
        .hasMessage("--context is \"three\"; allowed is one, two.");
  }

  @Test
  void isRefusedIfTheFileIsSomethingElse() throws Exception {
    Kubeconfig kubeconfig = kubeconfig("clusters: [", Optional.empty());

    assertThatThrownBy(kubeconfig::open)
        .isInstanceOf(IOException.class)
        .hasMessage(folder.resolve("kubeconfig") + " is not a kubeconfig.");
  }

  private Kubeconfig kubeconfig(String text, Optional<String> context) throws IOException {
    Path file = Files.writeString(folder.resolve("kubeconfig"), text);
    return new Kubeconfig(Optional.of(file), context);
  }
}
