package io.ebbgate.system.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.ebbgate.certs.dev.DevCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.parsetools.RecordParser;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * The backend of all gateways. A path or a line says what it does and for how many milliseconds:
 * {@code /after/3000} is answered after 3 s, {@code /pieces/3000} at once and in pieces for 3 s;
 * {@code after 3000} and {@code pieces 3000} are the same on a TCP connection, and {@code
 * /grpc/pieces/3000} the same as a gRPC stream. {@code /grpc/each} and WebSockets answer each
 * message. It never ends a connection that still works by itself.
 */
final class Upstream implements Closeable {
  /** Between two pieces, and between a message and the one that answers it. */
  static final Duration PAUSE = Duration.ofMillis(200);

  private static final String HERE = "127.0.0.1";

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer http;
  private final HttpServer secure;
  private final NetServer lines = vertx.createNetServer().connectHandler(this::readLines);

  private Upstream(Path certificates) {
    http = server(new HttpServerOptions());
    secure =
        server(
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .setCertPath(certificates.resolve(DevCertificates.CERTIFICATE).toString())
                        .setKeyPath(certificates.resolve(DevCertificates.KEY).toString())));
    lines.listen(0, HERE).await();
  }

  /** Listens on free ports of loopback, with the certificate in this folder. */
  static Upstream open(Path certificates) {
    return new Upstream(certificates);
  }

  private HttpServer server(HttpServerOptions options) {
    return vertx
        .createHttpServer(options)
        .webSocketHandler(this::echo)
        .requestHandler(this::answer)
        .listen(0, HERE)
        .await();
  }

  int httpPort() {
    return http.actualPort();
  }

  int securePort() {
    return secure.actualPort();
  }

  int linesPort() {
    return lines.actualPort();
  }

  private void answer(HttpServerRequest request) {
    String path = Objects.requireNonNull(request.path());
    long millis = number(path.substring(path.lastIndexOf('/') + 1));
    if (path.startsWith("/grpc/each")) {
      grpc(request);
      request.handler(message ->
          vertx.setTimer(PAUSE.toMillis(), _ -> writeUnlessEnded(request.response(), message)));
      request.endHandler(_ -> vertx.setTimer(2 * PAUSE.toMillis(), _ -> end(request.response())));
    } else if (path.startsWith("/grpc/pieces")) {
      grpc(request);
      pieces(request.response(), Http2Wire.message("piece"), millis);
    } else if (path.startsWith("/pieces")) {
      request.response().setChunked(true).putHeader("content-type", "text/event-stream");
      request.response().writeHead();
      pieces(request.response(), "data: piece\n\n".getBytes(ISO_8859_1), millis);
    } else {
      request
          .body()
          .onSuccess(_ -> vertx.setTimer(Math.max(1, millis), _ -> request.response().end("ok")));
    }
  }

  private static void grpc(HttpServerRequest request) {
    request.response().putHeader("content-type", "application/grpc");
    request.response().writeHead();
  }

  private void pieces(HttpServerResponse response, byte[] piece, long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    vertx.setPeriodic(
        1,
        PAUSE.toMillis(),
        timer -> {
          if (System.nanoTime() < end && !response.closed()) {
            writeUnlessEnded(response, Buffer.buffer(piece));
          } else {
            vertx.cancelTimer(timer);
            end(response);
          }
        });
  }

  private static void writeUnlessEnded(HttpServerResponse response, Buffer bytes) {
    if (!response.ended() && !response.closed()) {
      response.write(bytes);
    }
  }

  /** Ends a response, where it is gRPC with its status. */
  private static void end(HttpServerResponse response) {
    if (!response.ended() && !response.closed()) {
      if ("application/grpc".equals(response.headers().get("content-type"))) {
        response.putTrailer("grpc-status", "0");
      }
      response.end();
    }
  }

  private void echo(ServerWebSocket client) {
    client.textMessageHandler(text ->
        vertx.setTimer(
            PAUSE.toMillis(),
            _ -> {
              if (!client.isClosed()) {
                client.writeTextMessage(text);
              }
            }));
  }

  private void readLines(NetSocket client) {
    client.handler(RecordParser.newDelimited("\n", line -> answer(client, line.toString())));
  }

  private void answer(NetSocket client, String line) {
    long millis = number(line.substring(line.lastIndexOf(' ') + 1));
    if (line.startsWith("after ")) {
      vertx.setTimer(Math.max(1, millis), _ -> client.write("done\n"));
      return;
    }
    long end = System.nanoTime() + millis * 1_000_000;
    boolean[] closed = {false};
    client.closeHandler(_ -> closed[0] = true);
    vertx.setPeriodic(
        1,
        PAUSE.toMillis(),
        timer -> {
          if (closed[0]) {
            vertx.cancelTimer(timer);
          } else if (System.nanoTime() < end) {
            client.write("piece\n");
          } else {
            vertx.cancelTimer(timer);
            client.end(Buffer.buffer("done\n"));
          }
        });
  }

  private static long number(String digits) {
    return digits.matches("\\d{1,9}") ? Long.parseLong(digits) : 0;
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
