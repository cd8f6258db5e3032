package io.ebbgate.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.chart.BoundedWebhook;
import io.ebbgate.tool.load.ReviewClients;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Injected pods as large as an API server takes them, which any of its users can create. */
@Timeout(180)
class LargePodsIT {
  /** An etcd takes objects of 1.5 MiB. */
  private static final int TEXT = 1_400_000;

  private static final int REVIEWS = 200;
  private static final int A_SECOND = 20;
  private static final int CONNECTIONS = 4;

  /** A control character, such as the second one, is six characters in JSON. */
  @ParameterizedTest
  @CsvSource({"120, 120", "24, 1"})
  void areObservedWithinTheLimitWhileReviewsAreAnswered(
      int pods, int character, @TempDir Path folder) throws Exception {
    String text = Character.toString(character).repeat(TEXT);
    try (BoundedWebhook webhook = BoundedWebhook.start(folder, "127.0.6.4", pods, text)) {
      ReviewClients clients =
          new ReviewClients(
              webhook.trust(), webhook.replica().admission(), BoundedWebhook.review());

      ReviewClients.Result result = clients.send(REVIEWS, A_SECOND, CONNECTIONS);

      assertThat(webhook.isAlive()).as("%s", webhook.replica().log()).isTrue();
      assertThat(result.failures()).isEmpty();
      System.out.printf("%,d bytes resident%n", webhook.replica().resident());
    }
  }
}
