package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.trace.Tracing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More connections than the port takes, none of them the API server's. */
class CrowdedPortIT {
  private static final int REVIEWS = 30;

  /** The begin of a TLS record of 16 KiB, which its client never ends. */
  private static final byte[] HALF_A_HANDSHAKE = {22, 3, 1, 0x3f, -1, 1, 0, 0x3f, -5, 3, 3};

  private final List<Socket> crowd = new ArrayList<>();
  private final BodyMemory bodies = new BodyMemory();
  private RunningServer running;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    Duration minute = Duration.ofMinutes(1);
    // A machine under load needs a while to make a crowd.
    RequestTimeouts patient =
        new RequestTimeouts(minute, minute, minute, RequestTimeouts.DEFAULT.stop());
    running = RunningServer.start(folder, patient, bodies, RunningServer.reviewer(), Tracing.OFF);
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket each : crowd) {
      each.close();
    }
    running.stop();
  }

  /** A plain connection from this address. */
  private Socket connect(String from) throws IOException {
    Socket socket = new Socket();
    crowd.add(socket);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), running.server().admissionPort()),
        20_000);
    return socket;
  }

  private static byte[] request() {
    return request(Reviews.gateway().toString());
  }

  private static byte[] request(String body) {
    String head =
        "POST /mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ";
    return (head + body.length() + "\r\n\r\n" + body).getBytes(UTF_8);
  }

  /** Further connections of the API server's address, each with an answered review. */
  private void reviewed(int connections) throws IOException {
    byte[] review = request();
    for (int i = 0; i < connections; i++) {
      Socket plain = connect("127.0.0.1");
      var tls =
          (SSLSocket) running.trust().getSocketFactory().createSocket(plain, "127.0.0.1", 1, true);
      RawConnection connection = new RawConnection(tls);
      connection.send(review);
      assertThat(connection.readHead()).startsWith("HTTP/1.1 200");
    }
  }

  private List<Integer> review() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < REVIEWS; i++) {
      statuses.add(running.post(Reviews.gateway().toString().getBytes(UTF_8)).statusCode());
    }
    return statuses;
  }

  private long closed(String cause) throws Exception {
    String series =
        "ebbgate_server_connections_closed_total{cause=\"%s\",port=\"admission\"} "
            .formatted(cause);
    return running
        .operations("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(series.length())))
        .sum();
  }

  @Test
  void answersReviewsWhileOneClientHoldsMoreConnectionsThanItMay() throws Exception {
    for (int i = 0; i < AdmissionServer.LIMITS.perSource() + 100; i++) {
      Socket plain = connect("127.0.0.2");
      var tls =
          (SSLSocket) running.trust().getSocketFactory().createSocket(plain, "127.0.0.1", 1, true);
      tls.startHandshake();
    }

    List<Integer> statuses = review();

    assertThat(statuses).hasSize(REVIEWS).containsOnly(200);
    assertThat(closed("source")).isGreaterThanOrEqualTo(100);
  }

  @Test
  void answersReviewsWhileHandshakesAreLeftHalfOpen() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      connect("127.0.0." + (2 + i % 20)).getOutputStream().write(HALF_A_HANDSHAKE);
    }

    List<Integer> statuses = review();

    assertThat(statuses).hasSize(REVIEWS).containsOnly(200);
    assertThat(closed("handshakes"))
        .isGreaterThanOrEqualTo(2_000 - AdmissionServer.LIMITS.handshakes());
  }

  /** Others have had a review too, and more recently. */
  @Test
  void keepsAConnectionWhoseReviewIsArriving() throws Exception {
    byte[] review = request(Reviews.gateway() + " ".repeat(4 * BodyMemory.FREE));
    int half = review.length / 2;
    try (RawConnection apiServer = running.connect()) {
      apiServer.send(review);
      assertThat(apiServer.readHead()).startsWith("HTTP/1.1 200");
      reviewed(AdmissionServer.LIMITS.perSource() - 1);
      apiServer.send(Arrays.copyOf(review, half));
      Await.until("half a review is read", () -> bodies.left() < BodyMemory.SIZE);
      reviewed(10);
      apiServer.send(Arrays.copyOfRange(review, half, review.length));

      // After the first answer's body.
      assertThat(apiServer.readHead()).contains("HTTP/1.1 200");
    }
    assertThat(closed("source")).isPositive();
  }

  @Test
  void endsTheConnectionOfARefusedRequest() throws Exception {
    try (RawConnection connection = running.connect()) {
      connection.send("GET /mutate?%zz HTTP/1.1\r\nHost: x\r\n\r\n");

      String answer = connection.readToEnd();

      assertThat(answer).startsWith("HTTP/1.1 4").containsIgnoringCase("connection: close");
    }
  }
}
