package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.sidecar.log.JsonLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server itself, on a real socket. */
@Timeout(30)
class HttpServerTest {
  private final JsonLog log = new JsonLog(new ByteArrayOutputStream(), InstantSource.system());

  @Test
  void answersWhereAHandlerThrowsAndIsNotWaitedForAfterwards() throws Exception {
    HttpServer.Handler failing =
        _ -> {
          throw new IllegalStateException("scripted");
        };
    try (HttpServer port = open(new HttpServer(log).on("GET", "/", failing))) {
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
    HttpServer routes = new HttpServer(log).on("GET", "/", failing);
    try (HttpServer port = open(routes.on("GET", "/well", _ -> Response.ok()))) {
      assertThat(ask(port, "/")).isEmpty();
      assertThat(ask(port, "/well")).startsWith("HTTP/1.1 200 ");

      assertEndsWellBefore(port, Duration.ofSeconds(20));
    }
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
    try (Socket socket = new Socket(port.address().getAddress(), port.address().getPort())) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
