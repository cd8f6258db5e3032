package io.ebbgate.sidecar.envoy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.sidecar.RawServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way an admin interface can misbehave is an outcome, within its time. */
class AdminClientIT {
  private static final Duration LIMIT = Duration.ofMillis(400);

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  @TempDir Path folder;

  @Test
  void readsABodyOfKnownLength() throws Exception {
    assertThat(said("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more"))
        .isEqualTo(new AdminResult.Answered<>("hello"));
  }

  @Test
  void readsABodyInChunks() throws Exception {
    assertThat(said(CHUNKED + "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: x\r\n\r\n"))
        .isEqualTo(new AdminResult.Answered<>("hello"));
  }

  @Test
  void readsABodyUpToTheConnectionsEnd() throws Exception {
    assertThat(said("HTTP/1.0 200 OK\r\n\r\nhello")).isEqualTo(new AdminResult.Answered<>("hello"));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405, 500, 503, 302})
  void tellsAnotherStatusAsAnOutcome(int code) throws Exception {
    assertThat(said("HTTP/1.1 " + code + " Whatever\r\nContent-Length: 9\r\n\r\nnot a lot"))
        .isEqualTo(new AdminResult.Status<>(code));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Len",
        "HTTP/2 200\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n"
      })
  void tellsATruncatedOrStrangeAnswerAsBroken(String text) throws Exception {
    assertThat(said(text)).isInstanceOf(AdminResult.Broken.class);
  }

  @Test
  void tellsAHeadWithoutEndAsBroken() throws Exception {
    assertThat(said("HTTP/1.1 200 OK\r\n" + "X-Filler: filler\r\n".repeat(2000)))
        .isInstanceOf(AdminResult.Broken.class);
  }

  @Test
  void tellsAResetAsBroken() throws Exception {
    try (RawServer server =
        RawServer.saying(socket -> {
          request(socket);
          socket.setSoLinger(true, 0);
        })) {
      assertThat(ask(server.address())).isInstanceOf(AdminResult.Broken.class);
    }
  }

  @Test
  void givesUpOnBytesThatComeSlowly() throws Exception {
    try (RawServer server =
        RawServer.saying(socket -> {
          request(socket);
          for (byte one : "HTTP/1.1 200 OK\r\nX: slow and slower\r\n".getBytes(UTF_8)) {
            socket.getOutputStream().write(one);
            TimeUnit.MILLISECONDS.sleep(50);
          }
        })) {
      assertTimesOut(server.address());
    }
  }

  @Test
  void givesUpOnABodyWithoutEnd() throws Exception {
    try (RawServer server =
        RawServer.saying(socket -> {
          OutputStream out = socket.getOutputStream();
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
          byte[] much = new byte[64];
          while (true) {
            out.write(much);
            TimeUnit.MILLISECONDS.sleep(1);
          }
        })) {
      assertTimesOut(server.address());
    }
  }

  @Test
  void stopsReadingWhatIsTooLarge() throws Exception {
    try (RawServer server =
        RawServer.saying(socket -> {
          OutputStream out = socket.getOutputStream();
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
          byte[] much = new byte[1024 * 1024];
          while (true) {
            out.write(much);
          }
        })) {
      AdminCall<AdminCall.Taken> patient =
          new AdminCall<>(
              "/x", "/x", false, Duration.ofSeconds(20), AdminCall.restoreReadiness().reader());

      assertThat(client(server.address()).call(patient))
          .isEqualTo(new AdminResult.Broken<>("it does not end"));
    }
  }

  @Test
  void givesUpOnSilence() throws Exception {
    try (RawServer server = RawServer.saying(socket -> TimeUnit.SECONDS.sleep(5))) {
      assertTimesOut(server.address());
    }
  }

  @Test
  void givesUpOnAConnectionNobodyTakes() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
        Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
      assertThat(first.isConnected() && second.isConnected()).isTrue();
      assertTimesOut(full.getLocalSocketAddress());
    }
  }

  @Test
  void seesThatNobodyListens() throws Exception {
    try (SocketChannel held = boundToAFreePort()) {
      assertThat(ask(held.getLocalAddress())).isEqualTo(new AdminResult.ConnectionRefused<>());
    }
  }

  @Test
  void seesThatTheSocketsPathIsGone() {
    SocketAddress absent = UnixDomainSocketAddress.of(folder.resolve("absent.sock"));

    assertThat(ask(absent)).isEqualTo(new AdminResult.ConnectionRefused<>());
  }

  @Test
  void seesThatNobodyListensOnAStaleSocket() throws Exception {
    Path stale = folder.resolve("stale.sock");
    try (var server =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(stale));
    }
    assertThat(Files.exists(stale)).isTrue();

    assertThat(ask(UnixDomainSocketAddress.of(stale)))
        .isEqualTo(new AdminResult.ConnectionRefused<>());
  }

  @Test
  void triesTheNextAddressWhereNobodyListens() throws Exception {
    try (SocketChannel held = boundToAFreePort();
        RawServer server = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")) {
      AdminClient client =
          new AdminClient(List.of(held.getLocalAddress(), server.address()), System::nanoTime);

      assertThat(client.call(text())).isEqualTo(new AdminResult.Answered<>("hi"));
    }
  }

  @Test
  void asksARealEnvoyOverAUnixSocket() {
    Path socket = folder.resolve("admin.sock");
    try (RealEnvoy envoy = RealEnvoy.start(EnvoyBootstrap.withAdmin(socket))) {
      assertThat(envoy.adminSetting()).isEqualTo("unix:" + socket);
      AdminResult<ServerInfo> result =
          client(UnixDomainSocketAddress.of(socket)).call(ServerInfo.call());

      assertThat(result).isInstanceOf(AdminResult.Answered.class);
    }
  }

  @Test
  void isToldByARealEnvoyThatAGetMayNotChangeAnything() {
    Path socket = folder.resolve("admin.sock");
    try (RealEnvoy envoy = RealEnvoy.start(EnvoyBootstrap.withAdmin(socket))) {
      assertThat(envoy.process().isAlive()).isTrue();
      AdminCall<String> get = AdminCall.get("/drain_listeners", "", LIMIT, AdminClientIT::readAll);

      assertThat(client(UnixDomainSocketAddress.of(socket)).call(get))
          .isEqualTo(new AdminResult.Status<>(405));
    }
  }

  /** Holds a port where nobody listens: who connects is refused, and nobody else can take it. */
  private static SocketChannel boundToAFreePort() throws IOException {
    return SocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static void assertTimesOut(SocketAddress address) {
    long began = System.nanoTime();
    AdminResult<String> result = ask(address);
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    assertThat(result).isEqualTo(new AdminResult.TimedOut<>());
    assertThat(took).isBetween(LIMIT, LIMIT.plusSeconds(1));
  }

  private static AdminResult<String> said(String answer) throws IOException {
    try (RawServer server = answering(answer)) {
      return ask(server.address());
    }
  }

  private static RawServer answering(String answer) throws IOException {
    return RawServer.saying(socket -> {
      request(socket);
      socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
    });
  }

  /** Reads the request's head, so that closing doesn't reset the connection. */
  private static void request(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) socket.getInputStream().read());
    }
    assertThat(head).startsWith("GET /path HTTP/1.1\r\n").contains("Connection: close\r\n");
  }

  private static AdminResult<String> ask(SocketAddress address) {
    return client(address).call(text());
  }

  private static AdminClient client(SocketAddress address) {
    return new AdminClient(List.of(address), System::nanoTime);
  }

  private static AdminCall<String> text() {
    return AdminCall.get("/path", "", LIMIT, AdminClientIT::readAll);
  }

  private static String readAll(java.io.InputStream body) throws IOException {
    return new String(body.readAllBytes(), UTF_8);
  }
}
