package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.testkit.ManualTicker;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reviews that take three seconds. */
class OutOfTimeIT {
  private final ManualTicker clock = new ManualTicker();
  private RunningServer running;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    running = RunningServer.start(folder, this::slowly, clock);
  }

  @AfterEach
  void stop() throws Exception {
    running.stop();
  }

  private ReviewOutcome slowly(AdmissionRequest request, ReviewBudget budget) {
    clock.advance(Duration.ofSeconds(3));
    return RunningServer.reviewer().apply(request, budget);
  }

  @ParameterizedTest
  @CsvSource({"10s, injected, true", "2s, out_of_time, false", "3s, out_of_time, false"})
  void haveUntilTheApiServersTimeout(String timeout, String reason, boolean patched)
      throws Exception {
    HttpResponse<byte[]> answer =
        running.send(
            running
                .to("/mutate?timeout=" + timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Reviews.gateway().toString(), UTF_8)));

    JsonNode response = Reviews.response(answer.body());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.at("/auditAnnotations/reason").asText()).isEqualTo(reason);
    assertThat(response.has("patch")).isEqualTo(patched);
    assertThat(response.path("warnings").toString().contains("out_of_time")).isEqualTo(!patched);
    assertThat(running.operations("/metrics").body())
        .contains("reason=\"%s\"} 1.0".formatted(reason));
  }
}
