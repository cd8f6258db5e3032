package io.ebbgate.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({"one, , one.example, shop", "one, two, two.example, default"})
  void isOpenedAtItsCurrentOrANamedContext(
      String current, @Nullable String named, String host, String namespace) throws Exception {
    Kubeconfig kubeconfig =
        kubeconfig(TWO + "current-context: " + current, Optional.ofNullable(named));

    try (Cluster cluster = kubeconfig.open()) {
      assertThat(cluster.client().getMasterUrl()).hasHost(host);
      assertThat(cluster.usualNamespace()).isEqualTo(namespace);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                               |       | --context is missing, and the kubeconfig has no current one; allowed is one, two.
          current-context: one | three | --context is "three"; allowed is one, two.
          """)
  void isRefusedWithoutAContextThatIsInIt(
      @Nullable String current, @Nullable String named, String message) throws Exception {
    Kubeconfig kubeconfig =
        kubeconfig(TWO + Objects.requireNonNullElse(current, ""), Optional.ofNullable(named));

    assertThatThrownBy(kubeconfig::open).isInstanceOf(ConfigException.class).hasMessage(message);
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
