package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ManualTicker;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.metrics.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server itself, on a real socket. */
@Timeout(30)
class HttpServerTest {
  private final ManualTicker ticker = new ManualTicker(-5);
  private final Queue<Refusal> refused = new ConcurrentLinkedQueue<>();
  private final JsonLog log = new JsonLog(new ByteArrayOutputStream(), InstantSource.system());

  @Test
  void answersWhereAHandlerThrowsAndIsNotWaitedForAfterwards() throws Exception {
    HttpServer.Handler failing =
        _ -> {
          throw new IllegalStateException("scripted");
        };
    try (HttpServer port =
        open(new HttpServer(log, ticker, refused::add).on("GET", "/", failing))) {
      assertThat(ask(port, "/")).startsWith("HTTP/1.1 500 ").contains("Internal error");

      assertEndsWellBefore(port, Duration.ofSeconds(20));
    }
  }

  @Test
  void goesOnAfterAnErrorInAHandlerAndDoesNotWaitForIt() throws Exception {
    HttpServer.Handler failing =
        _ -> {
          throw new StackOverflowError("scripted");
        };
    HttpServer routes = new HttpServer(log, ticker, refused::add).on("GET", "/", failing);
    try (HttpServer port = open(routes.on("GET", "/well", _ -> Response.ok()))) {
      assertThat(ask(port, "/")).isEmpty();
      assertThat(ask(port, "/well")).startsWith("HTTP/1.1 200 ");

      assertEndsWellBefore(port, Duration.ofSeconds(20));
    }
  }

  @Test
  void stampsARequestWhenItsConnectionIsAccepted() throws Exception {
    HttpServer.Handler stamp =
        request -> Response.json(200, json -> json.writeNumberField("at", request.acceptedAt()));
    HttpServer routes = new HttpServer(log, ticker, refused::add);
    try (HttpServer port = open(routes.on("GET", "/", stamp));
        Socket slow = connect(port, "GET / HTTP/1.1\r\n")) {
      // Its connection is accepted in order, so the one before it is too.
      assertThat(ask(port, "/")).contains("{\"at\":-5}");
      ticker.advance(Duration.ofSeconds(4));
      slow.getOutputStream().write("\r\n".getBytes(ISO_8859_1));

      assertThat(read(slow)).contains("{\"at\":-5}");
      assertThat(ask(port, "/")).contains("{\"at\":3999999995}");
    }
  }

  @Test
  void closesTheLongestSilentConnectionsAndAnswersThoseWithARequest() throws Exception {
    List<Socket> clients = new ArrayList<>();
    HttpServer routes = new HttpServer(log, ticker, refused::add);
    try (HttpServer port = open(routes.on("GET", "/", _ -> Response.ok()))) {
      for (int i = 0; i < SlowClientEviction.MOST + 100; i++) {
        clients.add(connect(port, i % 2 == 0 ? "" : "G"));
      }
      assertThat(ask(port, "/")).startsWith("HTTP/1.1 200 ");
      Await.until("101 are closed", () -> refused.size() >= 101);

      assertThat(refused).hasSize(101).containsOnly(Refusal.SILENT);
      for (Socket first : clients.subList(0, 50)) {
        assertThat(isClosed(first)).isTrue();
      }
      Socket last = clients.getLast();
      last.getOutputStream().write("ET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
      assertThat(read(last)).startsWith("HTTP/1.1 200 ");
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  /** The kubelet's connection, say, is never closed for those of a flood from elsewhere. */
  @Test
  void closesConnectionsOfTheClientThatHasTheMost() throws Exception {
    List<Socket> clients = new ArrayList<>();
    HttpServer routes = new HttpServer(log, ticker, refused::add);
    try (HttpServer port = open(routes.on("GET", "/", _ -> Response.ok()));
        Socket one = connect(port, "")) {
      InetAddress other = InetAddress.ofLiteral("127.0.0.2");
      for (int i = 0; i < 2 * SlowClientEviction.MOST; i++) {
        clients.add(new Socket(port.address().getAddress(), port.address().getPort(), other, 0));
      }
      Await.until("the flood is cut", () -> refused.size() >= SlowClientEviction.MOST);
      one.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));

      assertThat(read(one)).startsWith("HTTP/1.1 200 ");
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  @Test
  void countsARequestThatIsNone() throws Exception {
    try (HttpServer port = open(new HttpServer(log, ticker, refused::add));
        Socket client = connect(port, "nonsense\r\n\r\n")) {
      assertThat(read(client)).startsWith("HTTP/1.1 400 ");
    }
    assertThat(refused).containsExactly(Refusal.MALFORMED);
  }

  private static void assertEndsWellBefore(HttpServer port, Duration most) throws Exception {
    long began = System.nanoTime();
    port.awaitAnswers(most);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(most.dividedBy(2));
  }

  private HttpServer open(HttpServer routes) throws IOException {
    return routes.open("port", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static String ask(HttpServer port, String path) throws IOException {
    try (Socket socket = connect(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      return read(socket);
    }
  }

  private static Socket connect(HttpServer port, String text) throws IOException {
    Socket socket = new Socket(port.address().getAddress(), port.address().getPort());
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return socket;
  }

  private static String read(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  /** A connection with unread bytes is reset, another one ends. */
  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(5000);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException _) {
      return true;
    }
  }
}
