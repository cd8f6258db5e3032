package io.ebbgate.tool.load;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.webhook.load.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.Closeable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The upstream of the gateways. It answers HTTP at once, streams for {@code ?delay=3s}, or is
 * silent for {@code ?silence=3s}, and echoes WebSocket messages and lines of TCP. It never closes a
 * connection by itself, so that every failure a client sees is the gateway's.
 */
public final class Backend implements Closeable {
  /** The trailer that says how a stream ended; 0 is well. */
  private static final String GRPC_STATUS = "grpc-status";

  private static final int PIECES = 30;
  private static final String EMPTY_MESSAGE = "\0\0\0\0\0";

  private final LongAdder requests = new LongAdder();
  private final InetAddress address;
  private final Vertx vertx = vertx();
  private final HttpServer http =
      vertx.createHttpServer().webSocketHandler(this::echo).requestHandler(this::answer);
  private final NetServer tcp = vertx.createNetServer().connectHandler(this::echo);

  private Backend(InetAddress address) {
    this.address = address;
  }

  /** One without a cache of files, since a pod's root is read-only. */
  static Vertx vertx() {
    FileSystemOptions files =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    return Vertx.vertx(new VertxOptions().setFileSystemOptions(files));
  }

  /** Listens on free ports of that address. */
  public static Backend open(InetAddress address) {
    return open(address, 0, 0);
  }

  /** Listens on those ports of that address. */
  static Backend open(InetAddress address, int http, int tcp) {
    Backend backend = new Backend(address);
    backend.http.listen(http, address.getHostAddress()).await();
    backend.tcp.listen(tcp, address.getHostAddress()).await();
    return backend;
  }

  /** Where it speaks HTTP. */
  public InetSocketAddress address() {
    return new InetSocketAddress(address, http.actualPort());
  }

  /** Where it echoes lines. */
  public InetSocketAddress tcp() {
    return new InetSocketAddress(address, tcp.actualPort());
  }

  /** Requests received, upgrades and TCP connections among them. */
  public long requests() {
    return requests.sum();
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private void answer(HttpServerRequest request) {
    requests.increment();
    HttpServerResponse response = request.response();
    if (request.getParam(Kind.DELAY) != null) {
      stream(request, response);
    } else if (request.getParam(Kind.SILENCE) != null) {
      vertx.setTimer(Math.max(1, millis(request, Kind.SILENCE)), _ -> endUnlessClosed(response));
    } else {
      response.end("ok\n");
    }
  }

  private static long millis(HttpServerRequest request, String parameter) {
    return Optional.ofNullable(request.getParam(parameter))
        .flatMap(DurationText::parse)
        .orElse(Duration.ZERO)
        .toMillis();
  }

  private static void endUnlessClosed(HttpServerResponse response) {
    if (!response.closed()) {
      response.end("ok\n");
    }
  }

  private void stream(HttpServerRequest request, HttpServerResponse response) {
    boolean grpc = Kind.GRPC_PATH.equals(request.path());
    String piece = grpc ? EMPTY_MESSAGE : ".\n";
    long millis = millis(request, Kind.DELAY) / PIECES;
    AtomicInteger left = new AtomicInteger(PIECES);
    response.setChunked(true);
    if (grpc) {
      response.putHeader("content-type", "application/grpc").putTrailer(GRPC_STATUS, "0");
    }
    response.writeHead();
    vertx.setPeriodic(
        Math.max(1, millis),
        timer -> {
          if (left.getAndDecrement() > 0 && !response.closed()) {
            response.write(piece);
          } else {
            vertx.cancelTimer(timer);
            if (!response.closed()) {
              response.end();
            }
          }
        });
  }

  private void echo(ServerWebSocket client) {
    requests.increment();
    client.textMessageHandler(client::writeTextMessage);
  }

  /**
   * Echoes lines until the client disconnects. The first line is the client's address: behind a
   * gateway that of the gateway's pod, which TCP carries in no other way.
   */
  private void echo(NetSocket client) {
    requests.increment();
    client.write(Objects.requireNonNull(client.remoteAddress()).hostAddress() + "\n");
    client.pipeTo(client);
  }
}
