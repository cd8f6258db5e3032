package io.ebbgate.sidecar.envoy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.sidecar.RawServer;
import io.ebbgate.sidecar.RawServer.Conversation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way an admin interface can misbehave is an outcome, within its time. */
class AdminClientIT {
  private static final Duration LIMIT = Duration.ofMillis(400);

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more",
        CHUNKED + "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: x\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\nhello"
      })
  void readsABodyOfKnownLengthInChunksOrUpToTheConnectionsEnd(String answer) throws Exception {
    assertThat(said(answer)).isEqualTo(new AdminResult.Answered<>("hello"));
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
        CHUNKED + "5\r\nhel",
        CHUNKED + "5\r\nhello\r\n",
        CHUNKED + "zz\r\nhello\r\n",
        CHUNKED + "2\r\nhello\r\n0\r\n\r\n",
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
    Conversation reset =
        socket -> {
          request(socket);
          socket.setSoLinger(true, 0);
        };
    try (RawServer server = RawServer.saying(reset)) {
      assertThat(ask(server.address())).isInstanceOf(AdminResult.Broken.class);
    }
  }

  static Stream<Named<Conversation>> slowAnswers() {
    return Stream.of(
        named("silence", _ -> TimeUnit.SECONDS.sleep(5)),
        named("a body without end", socket -> sendWithoutEnd(socket, 64)),
        named(
            "bytes that come slowly",
            socket -> {
              request(socket);
              for (byte one : "HTTP/1.1 200 OK\r\nX: slow and slower\r\n".getBytes(UTF_8)) {
                socket.getOutputStream().write(one);
                TimeUnit.MILLISECONDS.sleep(50);
              }
            }));
  }

  @ParameterizedTest
  @MethodSource("slowAnswers")
  void givesUpOnAnAnswerThatTakesTooLong(Conversation slow) throws Exception {
    try (RawServer server = RawServer.saying(slow)) {
      assertTimesOut(server.address());
    }
  }

  @Test
  void stopsReadingWhatIsTooLarge() throws Exception {
    try (RawServer server = RawServer.saying(socket -> sendWithoutEnd(socket, 1024 * 1024))) {
      AdminCall<AdminCall.Taken> patient =
          new AdminCall<>(
              "/x", "/x", false, Duration.ofSeconds(20), AdminCall.restoreReadiness().reader());

      assertThat(client(server.address()).call(patient))
          .isEqualTo(new AdminResult.Broken<>("it does not end"));
    }
  }

  /** A body in pieces of this many bytes, small ones slowly. */
  private static void sendWithoutEnd(Socket socket, int piece)
      throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
    while (true) {
      out.write(new byte[piece]);
      TimeUnit.MILLISECONDS.sleep(piece < 1024 ? 1 : 0);
    }
  }

  @Test
  void givesUpOnAConnectionThatIsNotTaken() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
        Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
      assertThat(first.isConnected() && second.isConnected()).isTrue();
      assertTimesOut(full.getLocalSocketAddress());
    }
  }

  @Test
  void seesThatNothingListens() throws Exception {
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
  void seesThatAStaleSocketHasNoListener() throws Exception {
    Path stale = folder.resolve("stale.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(stale));
    }
    assertThat(Files.exists(stale)).isTrue();

    assertThat(ask(UnixDomainSocketAddress.of(stale)))
        .isEqualTo(new AdminResult.ConnectionRefused<>());
  }

  @Test
  void triesTheNextAddressWhereNothingListens() throws Exception {
    try (SocketChannel held = boundToAFreePort();
        RawServer server = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")) {
      AdminClient client =
          new AdminClient(List.of(held.getLocalAddress(), server.address()), System::nanoTime);

      assertThat(client.call(text())).isEqualTo(new AdminResult.Answered<>("hi"));
    }
  }

  @Test
  void asksARealEnvoyOverAUnixSocketThatRefusesAGetWhichWouldChangeIt() {
    Path socket = folder.resolve("admin.sock");
    try (RealEnvoy envoy = RealEnvoy.start(EnvoyBootstrap.withAdmin(socket))) {
      assertThat(envoy.adminSetting()).isEqualTo("unix:" + socket);
      AdminClient client = client(UnixDomainSocketAddress.of(socket));

      assertThat(client.call(ServerInfo.call())).isInstanceOf(AdminResult.Answered.class);
      assertThat(client.call(AdminCall.get("/drain_listeners", "", LIMIT, AdminClientIT::readAll)))
          .isEqualTo(new AdminResult.Status<>(405));
    }
  }

  /** Holds a port without listening: connections are refused, and no other program can take it. */
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

  private static String readAll(InputStream body) throws IOException {
    return new String(body.readAllBytes(), UTF_8);
  }
}
