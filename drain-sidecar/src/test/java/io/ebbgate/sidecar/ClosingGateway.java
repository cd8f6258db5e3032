package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real Envoy with a sidecar that is asked to close connections, and the clients of both. */
final class ClosingGateway implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Starts a sidecar beside an Envoy. */
  @FunctionalInterface
  interface Start {
    SidecarProcess sidecar(String admin, Path folder) throws InterruptedException;
  }

  private final RealEnvoy envoy;
  private final SidecarProcess sidecar;
  private final AtomicInteger sessions;
  private final List<Closeable> opened;

  private ClosingGateway(
      RealEnvoy envoy, SidecarProcess sidecar, AtomicInteger sessions, List<Closeable> opened) {
    this.envoy = envoy;
    this.sidecar = sidecar;
    this.sessions = sessions;
    this.opened = opened;
  }

  /** A database's listener, another tenant's, and one of HTTP. */
  static ClosingGateway start(Path folder, Start start) throws IOException, InterruptedException {
    AtomicInteger sessions = new AtomicInteger();
    RawServer database = RawServer.saying(socket -> session(socket, sessions));
    RawServer other = RawServer.saying(GatewayFixture::answer);
    RealEnvoy envoy =
        RealEnvoy.start(
            EnvoyBootstrap.withAdmin("127.0.0.1", 0)
                .tcp("db/3306", "127.0.0.1", 0, database.address())
                .tcp("tenant", "127.0.0.1", 0, other.address())
                .http("web", "127.0.0.1", 0, other.address()));
    return start(
        folder, start, envoy, sessions, List.of(database::close, other::close, envoy::close));
  }

  /** Another Envoy, which is not closed with it. */
  static ClosingGateway beside(RealEnvoy envoy, Path folder, Start start)
      throws InterruptedException {
    return start(folder, start, envoy, new AtomicInteger(), List.of());
  }

  private static ClosingGateway start(
      Path folder, Start start, RealEnvoy envoy, AtomicInteger sessions, List<Closeable> opened)
      throws InterruptedException {
    SidecarProcess sidecar = start.sidecar(envoy.adminSetting(), folder);
    List<Closeable> all = new ArrayList<>(opened);
    all.add(sidecar::close);
    sidecar.awaitLog("drain plan made");
    return new ClosingGateway(envoy, sidecar, sessions, all);
  }

  /** Answers what it is sent, and counts those that are there. */
  private static void session(Socket socket, AtomicInteger sessions)
      throws IOException, InterruptedException {
    sessions.incrementAndGet();
    try {
      GatewayFixture.answer(socket);
    } finally {
      sessions.decrementAndGet();
    }
  }

  RealEnvoy envoy() {
    return envoy;
  }

  SidecarProcess sidecar() {
    return sidecar;
  }

  /** Connections that the database has. */
  int sessions() {
    return sessions.get();
  }

  /** A client that has sent nothing. */
  KeepAlive connected(String listener) throws IOException {
    return add(KeepAlive.to(envoy, listener));
  }

  private KeepAlive add(KeepAlive client) {
    opened.add(client::close);
    return client;
  }

  /** A client that has had an answer. */
  KeepAlive client(String listener) throws IOException {
    KeepAlive client = connected(listener);
    client.get("/");
    return client;
  }

  /** The same from this address. */
  KeepAlive client(String listener, String from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(envoy.listener(listener));
    return answered(socket);
  }

  /** The same of this port of this address. */
  KeepAlive clientOf(String address, int port) throws IOException {
    return answered(new Socket(InetAddress.ofLiteral(address), port));
  }

  private KeepAlive answered(Socket socket) throws IOException {
    KeepAlive client = add(new KeepAlive(socket));
    client.get("/");
    return client;
  }

  /** So many clients that each have had an answer. */
  List<KeepAlive> clients(String listener, int many) throws IOException {
    int port = envoy.listener(listener).getPort();
    List<KeepAlive> clients = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      clients.add(answered(new Socket(InetAddress.getLoopbackAddress(), port)));
    }
    return clients;
  }

  /** The path of the calls that close. */
  static String path(String listener, String query) {
    String name = listener.replace("/", "%2F");
    return Paths.LISTENERS + "/" + name + Paths.CLOSE + (query.isEmpty() ? "" : "?" + query);
  }

  /** A call with the token. */
  RawHttp.Answer answer(String method, String listener, String query) {
    try {
      return sidecar.control(method, path(listener, query));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A call that has to be answered with this status. */
  JsonNode call(String method, String listener, String query, int status) {
    RawHttp.Answer answer = answer(method, listener, query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return json(answer);
  }

  /** Where a listener's clients are led; has to be answered with this status. */
  JsonNode route(String listener, String query, int status) throws IOException {
    RawHttp.Answer answer =
        RawHttp.call(
            sidecar.control(),
            "GET",
            Paths.LISTENERS + "/" + listener.replace("/", "%2F") + Paths.ROUTE + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return json(answer);
  }

  static JsonNode json(RawHttp.Answer answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the last request for this listener has ended so. */
  boolean hasEnded(String listener, String result) {
    return call("GET", listener, "", 200).path("result").asText().equals(result);
  }

  /** Whether Envoy has this listener. */
  boolean has(String listener) {
    try {
      return envoy.admin().get("/listeners").body().contains(listener + "::");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : opened.reversed()) {
      each.close();
    }
  }
}
