package io.ebbgate.webhook.observer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimedAnswerTest {
  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";

  private final HttpClient http = HttpClient.newHttpClient();
  private ServerSocket pod;

  @BeforeEach
  void listen() throws IOException {
    pod = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    http.shutdownNow();
    pod.close();
  }

  @Test
  void isGivenUpWithItsConnectionWhereOnlyItsHeadArrives() throws Exception {
    CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> answers("dr", true));

    assertThatThrownBy(() -> TimedAnswer.to(request(), http, BodyHandlers.ofString(), LIMIT))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessage("no whole answer in 300 ms");
    assertThat(closed.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void isReadWhereItIsWhole() throws Exception {
    CompletableFuture<Boolean> answered =
        CompletableFuture.supplyAsync(() -> answers("done", false));

    assertThat(
            TimedAnswer.to(request(), http, BodyHandlers.ofString(), Duration.ofSeconds(30)).body())
        .isEqualTo("done");
    assertThat(answered.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tellsWhyThereIsNone() throws Exception {
    HttpRequest request = request();
    pod.close();

    assertThatThrownBy(() -> TimedAnswer.to(request, http, BodyHandlers.ofString(), LIMIT))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + pod.getLocalPort())).build();
  }

  /**
   * Answers one call with a begin of its body; whether the client closed, where that is awaited.
   */
  private boolean answers(String begin, boolean untilClosed) {
    try (Socket call = pod.accept()) {
      InputStream in = call.getInputStream();
      assertThat(in.read(new byte[8192])).isPositive();
      call.getOutputStream().write((HEAD + begin).getBytes(US_ASCII));
      return !untilClosed || in.read() < 0;
    } catch (IOException reset) {
      return untilClosed;
    }
  }
}
