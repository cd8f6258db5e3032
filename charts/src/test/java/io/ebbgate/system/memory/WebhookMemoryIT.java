package io.ebbgate.system.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.chart.BoundedWebhook;
import io.ebbgate.tool.load.ReviewClients;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a webhook that observes a thousand pods takes under load, with the chart's limits. {@code
 * -Debbgate.reviews=100000} is the soak.
 */
@Timeout(900)
class WebhookMemoryIT {
  private static final int REVIEWS = Integer.getInteger("ebbgate.reviews", 4_000);
  private static final int A_SECOND = 500;
  private static final int CONNECTIONS = 16;
  private static final int PODS = 1_000;
  private static final int PARTS = 8;

  private static final long MOST = 160_000_000;

  /** What the second half may take more than the first: a block of the heap, and compiled code. */
  private static final long SLACK = 4 << 20;

  @Test
  void staysBelowItsBoundAndDoesNotGrow(@TempDir Path folder) throws Exception {
    List<Long> resident = new ArrayList<>();
    try (BoundedWebhook webhook = BoundedWebhook.start(folder, "127.0.6.2", PODS)) {
      ReviewClients clients =
          new ReviewClients(
              webhook.trust(), webhook.replica().admission(), BoundedWebhook.review());
      for (int part = 0; part < PARTS; part++) {
        ReviewClients.Result result = clients.send(REVIEWS / PARTS, A_SECOND, CONNECTIONS);
        resident.add(webhook.replica().resident());

        assertThat(result.failures()).isEmpty();
        System.out.printf(
            "%,d reviews, %,d bytes resident, p50 %s, p99 %s%n",
            (part + 1) * (REVIEWS / PARTS),
            resident.getLast(),
            result.latency().p50(),
            result.latency().p99());
      }
      assertThat(webhook.isAlive()).isTrue();
    }

    assertThat(resident).allSatisfy(bytes -> assertThat(bytes).isLessThanOrEqualTo(MOST));
    assertThat(resident.getLast() - resident.get(PARTS / 2)).isLessThanOrEqualTo(SLACK);
  }
}
