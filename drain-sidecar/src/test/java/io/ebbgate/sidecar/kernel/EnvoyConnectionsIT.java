package io.ebbgate.sidecar.kernel;

import static io.ebbgate.sidecar.kernel.KernelAnswers.listener;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.drain.SocketCounts;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.sidecar.RawServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections of a real Envoy's listener as the kernel sees them. */
@Timeout(60)
class EnvoyConnectionsIT {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** What a request for {@code /slow} waits, which is many steps of the kernel's clock. */
  private static final int SLOW_MILLIS = 1_500;

  private static final int FAST_MILLIS = 30;

  private RawServer backend;
  private RealEnvoy envoy;
  private InetSocketAddress web;
  private final KernelSockets kernel = new KernelSockets(System::nanoTime);

  @BeforeEach
  void start() throws Exception {
    backend = RawServer.saying(EnvoyConnectionsIT::answer);
    envoy =
        RealEnvoy.start(
            EnvoyBootstrap.withAdmin("127.0.0.1", 0)
                .http("web", "127.0.0.1", 0, backend.address()));
    web = envoy.listener("web");
  }

  @AfterEach
  void stop() throws Exception {
    envoy.close();
    backend.close();
  }

  private static void answer(Socket socket) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    for (String first = in.readLine(); first != null; first = in.readLine()) {
      for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
        line = in.readLine();
      }
      TimeUnit.MILLISECONDS.sleep(first.contains("/slow") ? SLOW_MILLIS : FAST_MILLIS);
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII));
    }
  }

  private SocketCounts read() {
    return switch (kernel.read(List.of(listener("127.0.0.1", web.getPort())), LIMIT)) {
      case SocketReading.Counted(SocketCounts counts) -> counts;
      case SocketReading.Unknown(String cause) -> throw new AssertionError(cause);
    };
  }

  private void awaitWorking(int working) throws InterruptedException {
    Await.until(
        working + " connections work", LIMIT, () -> read().working().equals(Count.of(working)));
  }

  private Socket client() throws IOException {
    return new Socket(web.getAddress(), web.getPort());
  }

  private static void send(Socket client, String path) throws IOException {
    client
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: web\r\n\r\n").getBytes(US_ASCII));
  }

  private static void receive(Socket client) throws IOException {
    client.setSoTimeout((int) LIMIT.toMillis());
    StringBuilder all = new StringBuilder();
    while (!all.toString().endsWith("\r\n\r\nok")) {
      all.append((char) client.getInputStream().read());
    }
  }

  @Test
  void onlyTheConnectionWhoseRequestIsNotAnsweredWorks() throws Exception {
    try (Socket idle = client();
        Socket silent = client();
        Socket busy = client()) {
      send(idle, "/");
      receive(idle);
      send(busy, "/slow");
      awaitWorking(1);
      assertThat(read().open()).isEqualTo(3);
      assertThat(read().working()).isEqualTo(Count.of(1));
      receive(busy);
      awaitWorking(0);
      assertThat(silent.isConnected()).isTrue();
    }
  }

  /** Its request comes in the same step of the kernel's clock as the answer before. */
  @Test
  void aClientThatAsksAgainAtOnceWorks() throws Exception {
    try (Socket client = client()) {
      for (int i = 0; i < 5; i++) {
        send(client, "/");
        receive(client);
      }
      send(client, "/slow");
      read();
      long start = System.nanoTime();
      while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(SLOW_MILLIS / 2)) {
        assertThat(read().working()).isEqualTo(Count.of(1));
        TimeUnit.MILLISECONDS.sleep(20);
      }
      receive(client);
      awaitWorking(0);
    }
  }

  /** {@link WorkRule} bounds for how long. */
  @Test
  void aFrameThatNeedsNoAnswerLooksLikeARequestAtFirst() throws Exception {
    try (Socket client = client()) {
      client.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
      client.getOutputStream().write(HexFormat.of().parseHex("000000040000000000"));
      assertThat(client.getInputStream().read()).isNotNegative();
      long start = System.nanoTime();
      Await.until("a while has passed", LIMIT, () -> System.nanoTime() - start > 50_000_000);
      read();
      client.getOutputStream().write(HexFormat.of().parseHex("000000040100000000"));

      awaitWorking(1);
      assertThat(read().working()).isEqualTo(Count.of(1));
    }
  }

  @Test
  void envoysOwnConnectionsToItsBackendAreNotCounted() throws Exception {
    try (Socket client = client()) {
      send(client, "/");
      receive(client);

      assertThat(read().open()).isEqualTo(1);
    }
  }
}
