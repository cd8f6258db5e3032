package io.ebbgate.sidecar.kernel;

import static java.net.StandardProtocolFamily.INET;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Listeners on loopback ports of a test's own, which are closed after it. */
abstract class LoopbackFixture {
  static final Duration LIMIT = Duration.ofSeconds(2);

  private final List<LoopbackSockets> listening = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (LoopbackSockets each : listening) {
      each.close();
    }
  }

  LoopbackSockets listen(StandardProtocolFamily family, String address, int port)
      throws IOException {
    LoopbackSockets sockets = LoopbackSockets.listen(family, address, port);
    listening.add(sockets);
    return sockets;
  }

  LoopbackSockets listen() throws IOException {
    return listen(INET, "127.0.0.1", 0);
  }

  static boolean isOpen(SocketChannel channel) {
    try {
      channel.configureBlocking(false);
      return channel.read(ByteBuffer.allocate(1)) >= 0;
    } catch (IOException _) {
      return false;
    }
  }
}
