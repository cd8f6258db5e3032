package io.ebbgate.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.chart.BoundedWebhook;
import io.ebbgate.tool.load.ReviewClients;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Injected pods as large as an API server takes them, which any of its users can create. */
@Timeout(180)
class LargePodsIT {
  private static final int PODS = 120;

  /** An etcd takes objects of 1.5 MiB. */
  private static final int TEXT = 1_400_000;

  private static final int REVIEWS = 200;
  private static final int A_SECOND = 20;
  private static final int CONNECTIONS = 4;

  @Test
  void areObservedWithinTheLimitWhileReviewsAreAnswered(@TempDir Path folder) throws Exception {
    try (BoundedWebhook webhook =
        BoundedWebhook.start(folder, "127.0.6.4", PODS, "x".repeat(TEXT))) {
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
