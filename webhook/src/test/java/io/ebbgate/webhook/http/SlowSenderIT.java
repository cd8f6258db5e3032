package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.trace.Tracing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowSenderIT {
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final String HEAD =
      "POST /mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

  private RunningServer running;

  @BeforeAll
  void starts(@TempDir Path folder) throws Exception {
    RequestTimeouts little = new RequestTimeouts(SHORT, SHORT, SHORT, SHORT);
    running =
        RunningServer.start(
            folder, little, new BodyMemory(), RunningServer.reviewer(), Tracing.OFF);
  }

  @AfterAll
  void stops() throws Exception {
    running.stop();
  }

  /** A byte every 50 ms, until the server has had enough; what it said. */
  private static String drip(RawConnection connection, char drop) throws Exception {
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(() -> {
          try {
            return connection.readToEnd();
          } catch (IOException _) {
            return "";
          }
        });
    for (int i = 0; i < 200 && !answer.isDone(); i++) {
      try {
        connection.send(String.valueOf(drop));
      } catch (IOException _) {
        break;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return answer.get(20, TimeUnit.SECONDS);
  }

  @Test
  void isCutWhileItSendsHeaders() throws Exception {
    try (RawConnection connection = running.connect()) {
      connection.send(HEAD + "X-Slow: ");

      String answer = drip(connection, 'x');

      assertThat(answer).isEmpty();
    }
  }

  @Test
  void isCutWhileItSendsTheNextHeaders() throws Exception {
    byte[] body = Reviews.gateway().toString().getBytes(UTF_8);
    try (RawConnection connection = running.connect()) {
      connection.send(HEAD + "Content-Length: " + body.length + "\r\n\r\n");
      connection.send(body);
      connection.send(HEAD + "X-Slow: ");

      String answer = drip(connection, 'x');

      assertThat(answer).startsWith("HTTP/1.1 200").containsOnlyOnce("HTTP/1.1");
    }
  }

  @Test
  void isToldAndCutWhileItSendsABody() throws Exception {
    try (RawConnection connection = running.connect()) {
      connection.send(HEAD + "Content-Length: 1000\r\n\r\n");

      String answer = drip(connection, ' ');

      assertThat(answer).startsWith("HTTP/1.1 408").containsIgnoringCase("connection: close");
    }
  }

  @Test
  void isCutWhileItSendsNothing() throws Exception {
    try (RawConnection connection = running.connect()) {
      connection.socket().startHandshake();

      assertThat(connection.readToEnd()).isEmpty();
    }
  }

  @Test
  void doesNotDelayOthers() throws Exception {
    byte[] body = Reviews.gateway().toString().getBytes(UTF_8);
    List<RawConnection> slow = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      RawConnection connection = running.connect();
      connection.send(HEAD + "Content-Length: 1000\r\n\r\n{");
      slow.add(connection);
    }

    int status = running.post(body).statusCode();

    assertThat(status).isEqualTo(200);
    for (RawConnection connection : slow) {
      connection.close();
    }
  }
}
