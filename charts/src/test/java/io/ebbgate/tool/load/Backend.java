package io.ebbgate.tool.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/**
 * The upstream of the gateways. It answers HTTP at once, or streams for {@code ?delay=3s}, and
 * echoes WebSocket messages and lines of TCP. It never closes a connection by itself, so that every
 * failure a client sees is the gateway's.
 */
public final class Backend implements Closeable {
  /** The query parameter that makes an answer slow; a duration. */
  public static final String DELAY = "delay";

  private final LongAdder requests = new LongAdder();
  private final Listener http;
  private final Listener tcp;

  private Backend(InetAddress address, int http, int tcp) throws IOException {
    this.http =
        Listener.open(address, http, "backend", client -> new BackendHttp(client, requests).run());
    try {
      this.tcp = Listener.open(address, tcp, "backend", this::echo);
    } catch (IOException taken) {
      this.http.close();
      throw taken;
    }
  }

  /** Listens on free ports of that address. */
  public static Backend open(InetAddress address) throws IOException {
    return open(address, 0, 0);
  }

  /** Listens on those ports of that address. */
  static Backend open(InetAddress address, int http, int tcp) throws IOException {
    return new Backend(address, http, tcp);
  }

  /** Where it speaks HTTP. */
  public InetSocketAddress address() {
    return http.address();
  }

  /** Where it echoes lines. */
  public InetSocketAddress tcp() {
    return tcp.address();
  }

  /** Requests received, upgrades and TCP connections among them. */
  public long requests() {
    return requests.sum();
  }

  @Override
  public void close() throws IOException {
    http.close();
    tcp.close();
  }

  /**
   * Echoes lines until the client disconnects. The first line is the client's address: behind a
   * gateway that of the gateway's pod, which TCP carries in no other way.
   */
  private void echo(Socket client) throws IOException {
    requests.increment();
    LineInput in = new LineInput(client.getInputStream());
    OutputStream out = client.getOutputStream();
    for (String line = client.getInetAddress().getHostAddress(); ; line = in.line()) {
      out.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
