package io.ebbgate.tool.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.contract.Containers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The webhook's own program, over TLS that trusts only its CA, with the demo's manifest. */
@Timeout(60)
class WebhookProcessIT {
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root", "."));
  private static final Path JAR =
      ROOT.resolve(
          "webhook/target/webhook-" + System.getProperty("ebbgate.version", "") + "-all.jar");

  @TempDir Path folder;

  @Test
  void injectsTheDemosPodAndListsThePatchWithoutItsValues() throws Exception {
    try (WebhookProcess webhook = WebhookProcess.start(JAR, folder)) {
      Review review = webhook.review(GatewayManifest.read().pod(8_080));
      assertThat(review.patched().at("/spec/initContainers/0/name").asText())
          .isEqualTo(Containers.SIDECAR);
      assertThat(review.patched().at("/spec/initContainers/0/image").asText())
          .isEqualTo(Images.SIDECAR);
      assertThat(review.operations().toString())
          .doesNotContain(review.patched().at("/spec/initContainers").findValuesAsText("value"));
    }
  }

  @Test
  void reportsWhatIsMissingWhereNothingWasBuilt() {
    assertThatThrownBy(() -> WebhookProcess.start(folder.resolve("no.jar"), folder))
        .isInstanceOf(DemoFailure.class)
        .hasMessageEndingWith("no.jar is missing; mvn -Pdemo builds it.");
    assertThat(Files.exists(folder.resolve("webhook.log"))).isFalse();
  }
}
