package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health and metrics while no review ends. */
class StuckReviewIT {
  private final CountDownLatch started = new CountDownLatch(ReviewWorkers.THREADS);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicLong clock = new AtomicLong();
  private final List<RawConnection> connections = new ArrayList<>();
  private RunningServer running;

  @BeforeEach
  void startAndOccupyEveryThread(@TempDir Path folder) throws Exception {
    running = RunningServer.start(folder, this::hang, clock::get);
    byte[] body = Reviews.gateway().toString().getBytes(UTF_8);
    for (int i = 0; i < ReviewWorkers.THREADS; i++) {
      RawConnection connection = running.connect();
      connection.send(
          "POST /mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length
              + "\r\n\r\n");
      connection.send(body);
      connections.add(connection);
    }
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void stop() throws Exception {
    release.countDown();
    for (RawConnection each : connections) {
      each.close();
    }
    running.stop();
  }

  private ReviewOutcome hang(AdmissionRequest request, ReviewBudget budget) {
    started.countDown();
    try {
      release.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return RunningServer.reviewer().apply(request, budget);
  }

  @Test
  void isReadyWhileReviewsAreYoung() throws Exception {
    HttpResponse<String> ready = running.operations("/readyz");

    assertThat(ready.statusCode()).isEqualTo(200);
  }

  @Test
  void isNotReadyWhenFurtherReviewsWouldBeLate() throws Exception {
    clock.addAndGet(Duration.ofSeconds(3).toNanos());

    HttpResponse<String> ready = running.operations("/readyz");

    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("review threads have been busy");
    assertThat(running.operations("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void isNotAliveWhenReviewsRunForOverThirtySeconds() throws Exception {
    clock.addAndGet(Duration.ofSeconds(31).toNanos());

    HttpResponse<String> alive = running.operations("/healthz");

    assertThat(alive.statusCode()).isEqualTo(503);
    assertThat(alive.body()).isEqualTo("A review has been running for 31 s.\n");
  }

  @Test
  void isScrapedAllTheSame() throws Exception {
    HttpResponse<String> metrics = running.operations("/metrics");

    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body()).contains("ebbgate_admission_in_flight " + ReviewWorkers.THREADS);
  }
}
