package io.ebbgate.sidecar;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A real Envoy in front of a backend that answers at once, or after as long as the path says. */
final class GatewayFixture implements AutoCloseable {
  private final RawServer backend;
  private final RealEnvoy envoy;

  private GatewayFixture(RawServer backend, RealEnvoy envoy) {
    this.backend = backend;
    this.envoy = envoy;
  }

  static GatewayFixture overTcp() throws IOException {
    return start(EnvoyBootstrap.withAdmin("127.0.0.1", 0), "45");
  }

  static GatewayFixture overUnixSocket(Path folder) throws IOException {
    return start(EnvoyBootstrap.withAdmin(folder.resolve("admin.sock")), "45");
  }

  /** With listeners that change with this file; what they drain they drain for a second. */
  static GatewayFixture changing(Path file) throws IOException {
    return start(EnvoyBootstrap.withAdmin("127.0.0.1", 0).changing(file), "1");
  }

  /** Keeps the statistics that a stock Istio gateway keeps, and proxies TCP on another listener. */
  static GatewayFixture likeIstio() throws IOException {
    RawServer backend = RawServer.saying(GatewayFixture::answer);
    return new GatewayFixture(
        backend,
        RealEnvoy.start(
            EnvoyBootstrap.withAdmin("127.0.0.1", 0)
                .keeping(EnvoyBootstrap.STATISTICS_OF_ISTIO)
                .http("web", "127.0.0.1", 0, backend.address())
                .tcp("database", "127.0.0.1", 0, backend.address()),
            "--drain-strategy",
            "immediate"));
  }

  /** Announces a drain by itself to almost no client, as Envoy does by default. */
  static GatewayFixture gradual() throws IOException {
    return start(EnvoyBootstrap.withAdmin("127.0.0.1", 0), "gradual", "600");
  }

  private static GatewayFixture start(EnvoyBootstrap bootstrap, String drainSeconds)
      throws IOException {
    return start(bootstrap, "immediate", drainSeconds);
  }

  private static GatewayFixture start(
      EnvoyBootstrap bootstrap, String strategy, String drainSeconds) throws IOException {
    RawServer backend = RawServer.saying(GatewayFixture::answer);
    return new GatewayFixture(
        backend,
        RealEnvoy.start(
            bootstrap.http("web", "127.0.0.1", 0, backend.address()),
            "--drain-strategy",
            strategy,
            "--drain-time-s",
            drainSeconds));
  }

  /** {@code GET /slow/1500} is answered after 1.5 s. */
  static void answer(Socket socket) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    for (String first = in.readLine(); first != null; first = in.readLine()) {
      boolean upgrade = false;
      for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
        upgrade |= line.toLowerCase(Locale.ROOT).startsWith("upgrade: websocket");
        line = in.readLine();
      }
      if (upgrade) {
        hold(socket, in);
        return;
      }
      if (first.startsWith("GET /slow/")) {
        String millis = first.split(" ", 3)[1].substring("/slow/".length());
        TimeUnit.MILLISECONDS.sleep(Long.parseLong(millis));
      }
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII));
    }
  }

  /** A WebSocket, as far as Envoy can tell: nothing is said after the upgrade. */
  private static void hold(Socket socket, BufferedReader in) throws IOException {
    String accepted =
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    socket.getOutputStream().write(accepted.getBytes(US_ASCII));
    while (in.read() >= 0) {}
  }

  RealEnvoy envoy() {
    return envoy;
  }

  /** A keep-alive connection to the gateway. */
  KeepAlive client() throws IOException {
    return client("web");
  }

  KeepAlive client(String listener) throws IOException {
    return KeepAlive.to(envoy, listener);
  }

  /** Sends a signal to Envoy. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(envoy.process().pid())).start().waitFor();
  }

  @Override
  public void close() throws IOException {
    envoy.close();
    backend.close();
  }
}
