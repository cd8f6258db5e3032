package io.ebbgate.webhook.observer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server in place of all sidecars that records what is sent to them. */
record SidecarCalls(HttpServer server, BlockingQueue<String> received) implements AutoCloseable {
  static SidecarCalls open(String address) throws IOException {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), Ports.HOOK), 0);
    for (String path : List.of(Paths.DEADLINE, Paths.REGISTRATION)) {
      server.createContext(path, call -> receive(call, received));
    }
    server.start();
    return new SidecarCalls(server, received);
  }

  private static void receive(HttpExchange call, BlockingQueue<String> received)
      throws IOException {
    String body = new String(call.getRequestBody().readAllBytes(), UTF_8);
    received.add(call.getRequestHeaders().getFirst(Headers.TOKEN) + " " + body);
    call.sendResponseHeaders(204, -1);
    call.close();
  }

  /** The token and the body of the next call. */
  String next() throws InterruptedException {
    return String.valueOf(received.poll(20, TimeUnit.SECONDS));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
