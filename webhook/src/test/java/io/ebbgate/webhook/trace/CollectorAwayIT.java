package io.ebbgate.webhook.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A collector that does not answer loses spans but delays nothing. */
@Timeout(60)
class CollectorAwayIT {
  private static final int REVIEWS = 100_000;
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final AdmissionRequest REVIEW =
      new AdmissionRequest("5f3c", "CREATE", "Pod", "shop", JSON.objectNode());
  private static final ReviewOutcome OUTCOME =
      new ReviewOutcome.Skipped(Reason.NO_PROFILE, "", List.of());

  @Test
  void blocksNothingAndBoundsItsQueue() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Tracing tracing = tracing("http://127.0.0.1:" + silent.getLocalPort(), Map.of())) {
      long before = System.nanoTime();
      review(tracing, REVIEWS);

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
    }
  }

  @Test
  void stopsWithinItsDeadline() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
      Tracing tracing = tracing("http://127.0.0.1:" + silent.getLocalPort(), Map.of());
      review(tracing, 1);
      long before = System.nanoTime();
      tracing.close();

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
    }
  }

  /** Spans that did not fit are lost; later ones are not. */
  @Test
  void dropsSpansWhenItsQueueIsFull() throws Exception {
    int queue = 16;
    try (Collector collector = Collector.open();
        Tracing tracing =
            tracing(
                collector.endpoint(),
                Map.of(
                    "OTEL_BSP_MAX_QUEUE_SIZE",
                    Integer.toString(queue),
                    "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
                    Integer.toString(queue),
                    "OTEL_BSP_SCHEDULE_DELAY",
                    "500"))) {
      review(tracing, REVIEWS);
      int first = collector.await(queue).size();
      review(tracing, 1);
      collector.await(first + 1);

      assertThat(collector.spans()).hasSizeLessThan(REVIEWS / 2);
    }
  }

  private static Tracing tracing(String endpoint, Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    return Tracing.of(TraceSwitch.ON, environment, "1", "");
  }

  private static void review(Tracing tracing, int times) {
    for (int i = 0; i < times; i++) {
      tracing.answered(REVIEW, OUTCOME, Map.of(), Duration.ofMillis(1));
    }
  }
}
