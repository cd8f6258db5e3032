package io.ebbgate.sidecar.kernel;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A listener of the kernel's, of a given family, and the connections that it accepted. */
final class LoopbackSockets implements Closeable {
  /** Both ends of one connection. */
  record Pair(SocketChannel client, SocketChannel server) {
    void send(int bytes) throws IOException {
      write(client, bytes);
    }

    void answer(int bytes) throws IOException {
      write(server, bytes);
      drain(client, bytes);
    }

    void take(int bytes) throws IOException {
      drain(server, bytes);
    }

    private static void write(SocketChannel channel, int bytes) throws IOException {
      ByteBuffer all = ByteBuffer.allocate(bytes);
      while (all.hasRemaining()) {
        channel.write(all);
      }
    }

    private static void drain(SocketChannel channel, int bytes) throws IOException {
      ByteBuffer all = ByteBuffer.allocate(bytes);
      while (all.hasRemaining() && channel.read(all) >= 0) {}
    }
  }

  private final ServerSocketChannel server;
  private final List<Pair> pairs = new ArrayList<>();

  private LoopbackSockets(ServerSocketChannel server) {
    this.server = server;
  }

  /** Listens on this address with a socket of this family; port 0 lets the kernel choose. */
  static LoopbackSockets listen(StandardProtocolFamily family, String address, int port)
      throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(family);
    try {
      return new LoopbackSockets(
          server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 1024));
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  int port() {
    return server.socket().getLocalPort();
  }

  /** Connects from this family of socket to this address. */
  Pair connect(StandardProtocolFamily family, String address) throws IOException {
    return connect(SocketChannel.open(family), address);
  }

  /** Connects this socket, which may be bound, to this address. */
  Pair connect(SocketChannel client, String address) throws IOException {
    client.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port()));
    Pair pair = new Pair(client, server.accept());
    pairs.add(pair);
    return pair;
  }

  @Override
  public void close() throws IOException {
    for (Pair pair : pairs) {
      pair.client().close();
      pair.server().close();
    }
    server.close();
  }
}
