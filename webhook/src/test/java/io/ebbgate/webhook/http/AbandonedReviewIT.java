package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.trace.Tracing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that goes while its review waits behind others. */
class AbandonedReviewIT {
  private final List<String> names = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private RunningServer running;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    running = RunningServer.start(folder, this::review, Tracing.OFF);
  }

  @AfterEach
  void stop() throws Exception {
    release.countDown();
    running.stop();
  }

  /** The first one holds up the others. */
  private ReviewOutcome review(AdmissionRequest request, ReviewBudget budget) {
    names.add(request.pod().at("/metadata/generateName").asText());
    try {
      release.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return RunningServer.reviewer().apply(request, budget);
  }

  private static byte[] request(String name) {
    ObjectNode review = Reviews.gateway();
    ObjectNode metadata = Reviews.request(review).withObject("/object/metadata");
    metadata.put("generateName", name);
    metadata.withObject("/annotations").put("pad", name.repeat(2 * ReviewWorkers.LARGE));
    byte[] body = review.toString().getBytes(UTF_8);
    String head =
        "POST /mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ";
    return (head + body.length + "\r\n\r\n" + new String(body, UTF_8)).getBytes(UTF_8);
  }

  private void awaitInFlight(int reviews) throws InterruptedException {
    String metric = "ebbgate_admission_in_flight " + reviews;
    Await.until(metric, () -> metrics().contains(metric));
  }

  private String metrics() {
    try {
      return running.operations("/metrics").body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void isReviewedAsItWasSentThoughItsClientIsGone() throws Exception {
    try (RawConnection first = running.connect();
        RawConnection third = running.connect()) {
      first.send(request("a"));
      awaitInFlight(1);
      try (RawConnection gone = running.connect()) {
        gone.send(request("b"));
        awaitInFlight(2);
      }
      third.send(request("c"));
      awaitInFlight(3);

      release.countDown();

      assertThat(third.readHead()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(names).containsExactly("a", "b", "c");
  }
}
