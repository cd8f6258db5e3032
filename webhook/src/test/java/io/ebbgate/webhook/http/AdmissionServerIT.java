package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.webhook.trace.Tracing;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionServerIT {
  private static final byte[] GATEWAY = Reviews.gateway().toString().getBytes(UTF_8);

  private RunningServer running;

  @BeforeAll
  void starts(@TempDir Path folder) throws Exception {
    running = RunningServer.start(folder);
  }

  @AfterAll
  void stops() throws Exception {
    running.stop();
  }

  private JsonNode reviewed(Consumer<ObjectNode> change) throws Exception {
    ObjectNode review = Reviews.gateway();
    change.accept(Reviews.request(review));
    HttpResponse<byte[]> answer = running.post(review.toString().getBytes(UTF_8));
    assertThat(answer.statusCode()).isEqualTo(200);
    return Reviews.response(answer.body());
  }

  @Test
  void patchesAGateway() throws Exception {
    HttpResponse<byte[]> answer = running.post(GATEWAY);

    JsonNode response = Reviews.response(answer.body());
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.path("uid").asText()).isEqualTo("5f3c");
    assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
    assertThat(Reviews.patch(response).toString()).contains(Containers.SIDECAR);
  }

  /** The registration sends reviews of privileged namespaces to a path of their own. */
  @ParameterizedTest
  @CsvSource({"/mutate, false", "/mutate/privileged, true"})
  void hearsByThePathWhetherTheNamespaceIsPrivileged(
      String path, boolean privileged, @TempDir Path folder) throws Exception {
    List<Boolean> heard = new CopyOnWriteArrayList<>();
    RunningServer other =
        RunningServer.start(
            folder,
            (request, budget) -> {
              heard.add(request.privileged());
              return RunningServer.reviewer().apply(request, budget);
            },
            Tracing.OFF);
    try {
      assertThat(other.post(path, GATEWAY).statusCode()).isEqualTo(200);
      assertThat(heard).containsExactly(privileged);
    } finally {
      other.stop();
    }
  }

  @Test
  void givesTheSameBytesToTheSameReview() throws Exception {
    byte[] first = running.post(GATEWAY).body();

    for (int i = 0; i < 20; i++) {
      assertThat(running.post(GATEWAY).body()).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"object\":null}",
        "{\"operation\":\"DELETE\",\"object\":null}",
        "{\"operation\":\"UPDATE\"}",
        "{\"subResource\":\"status\"}",
        "{\"kind\":{\"group\":\"apps\",\"kind\":\"Deployment\"}}",
        "{\"object\":{}}",
        "{\"object\":{\"metadata\":[],\"spec\":0}}"
      })
  void allowsWhatIsNoPodsCreationAndSaysWhy(String change) throws Exception {
    ObjectNode changes = (ObjectNode) Reviews.JSON.readTree(change);

    JsonNode response = reviewed(request -> request.setAll(changes));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.has("patch")).isFalse();
    assertThat(response.at("/auditAnnotations/reason").asText()).isNotEmpty();
  }

  @Test
  void takesADryRunThatIsNull() throws Exception {
    JsonNode response = reviewed(request -> request.putNull("dryRun"));

    assertThat(response.has("patch")).isTrue();
  }

  @Test
  void refusesASettingItCantReadWithASentence() throws Exception {
    JsonNode response =
        reviewed(request ->
            request.withObject("/object/metadata/annotations").put("ebbgate.io/min-drain", "soon"));

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.at("/status/message").asText()).contains("min-drain", "soon");
  }

  @Test
  void readsSevenMebibytes() throws Exception {
    ObjectNode review = Reviews.gateway();
    review.put("a", "x".repeat(3 << 20)).put("b", "x".repeat(3 << 20)).put("c", "");
    int missing = (7 << 20) - review.toString().length();
    review.put("c", "x".repeat(missing));

    HttpResponse<byte[]> answer = running.post(review.toString().getBytes(UTF_8));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void takesTheTypeWithItsCharset() throws Exception {
    HttpResponse<byte[]> answer =
        running.send(
            running
                .to("/mutate?timeout=10s")
                .header("Content-Type", "Application/JSON; charset=utf-8")
                .POST(BodyPublishers.ofByteArray(GATEWAY)));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void speaksHttp11Only() throws Exception {
    try (HttpClient eager =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .sslContext(running.trust())
            .build()) {
      HttpResponse<byte[]> answer =
          eager.send(
              running
                  .to("/mutate")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(GATEWAY))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  void tellsHealthReadinessAndMetrics() throws Exception {
    running.post(GATEWAY);
    running.post(new byte[0]);

    String scrape = running.operations(Paths.METRICS).body();

    assertThat(running.operations(Paths.HEALTHZ).statusCode()).isEqualTo(200);
    assertThat(running.operations(Paths.READYZ).statusCode()).isEqualTo(200);
    assertThat(running.operations("/mutate").statusCode()).isEqualTo(404);
    assertThat(scrape)
        .contains(
            MetricNames.ADMISSION_REQUESTS + "{outcome=\"injected\",reason=\"injected\"}",
            MetricNames.ADMISSION_DURATION + "_bucket{outcome=\"injected\",le=\"0.005\"}",
            MetricNames.ADMISSION_DURATION + "_bucket{outcome=\"injected\",le=\"0.025\"}",
            MetricNames.ADMISSION_DURATION + "_bucket{outcome=\"injected\",le=\"0.1\"}",
            MetricNames.ADMISSION_IN_FLIGHT + " ",
            MetricNames.ADMISSION_REJECTED_BODIES + "{reason=\"empty\"}",
            MetricNames.ADMISSION_SELF_CHECK_FAILURES + " 0",
            MetricNames.BUILD_INFO + "{version=\"test\"} 1");
  }
}
