package io.ebbgate.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Paths;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GracefulStopIT {
  private static final Duration STOP_DELAY = Duration.ofSeconds(3);

  /** Endpoints follow readiness: what kube-proxy needs to send no more requests here. */
  private static final Duration PROPAGATION = Duration.ofSeconds(1);

  private static final int A_SECOND = 50;

  @Test
  void losesNoReview(@TempDir Path folder) throws Exception {
    try (ServeProcess serve = ServeProcess.start(folder, STOP_DELAY)) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      send(serve, A_SECOND, answers);
      CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
      serve.process().destroy();
      long gone = System.nanoTime();
      while (ready(serve)) {
        send(serve, 1, answers);
        gone = System.nanoTime();
      }
      while (System.nanoTime() - gone < PROPAGATION.toNanos()) {
        send(serve, 1, answers);
      }

      int exitCode = serve.exitCode();

      assertThat(exitCode).as(Files.readString(serve.log(), UTF_8)).isZero();
      assertThat(answers).hasSizeGreaterThan(A_SECOND);
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }
      assertThat(answers.getFirst().get().headers().firstValue("Connection")).isEmpty();
      assertThat(answers.getLast().get().headers().firstValue("Connection")).hasValue("close");
    }
  }

  private static boolean ready(ServeProcess serve) throws Exception {
    return serve.get(Paths.READYZ).statusCode() == 200;
  }

  /** At the pace, whether earlier ones were answered or not. */
  private static void send(
      ServeProcess serve, int reviews, List<CompletableFuture<HttpResponse<String>>> answers) {
    for (int i = 0; i < reviews; i++) {
      answers.add(serve.review());
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / A_SECOND);
    }
  }

  @Test
  void logsOneJsonObjectALineAndNoToken(@TempDir Path folder) throws Exception {
    try (ServeProcess serve = ServeProcess.start(folder, Duration.ZERO)) {
      HttpResponse<String> answer = serve.review().get(20, TimeUnit.SECONDS);
      serve.process().destroy();
      serve.exitCode();

      List<String> lines = Files.readAllLines(serve.log());

      assertThat(answer.body()).contains("\"patch\"");
      assertThat(lines)
          .allMatch(line -> line.matches("\\{\"time\":.*}"))
          .anyMatch(line -> line.contains("\"reason\":\"injected\",\"operations\""))
          .anyMatch(line -> line.contains("\"namespace\":\"shop\""));
      assertThat(String.join("\n", lines)).doesNotContainIgnoringCase("token");
    }
  }
}
