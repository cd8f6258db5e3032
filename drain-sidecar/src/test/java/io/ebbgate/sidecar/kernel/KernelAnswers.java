package io.ebbgate.sidecar.kernel;

import static io.ebbgate.sidecar.kernel.ListenerFilter.IPV4;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ebbgate.core.drain.SocketCounts;
import io.ebbgate.core.verdict.CountSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Datagrams that a Linux 6.18 sent. Each is of one listener with three connections: one on which
 * nothing came, one whose request was answered 380 ms (IPv6: 124 ms) ago, and one whose client has
 * sent five bytes and that it sends no more, which nothing has read.
 */
final class KernelAnswers {
  static final ListenerSocket IPV4_LISTENER = listener("127.0.0.1", 43983);
  static final ListenerSocket IPV6_LISTENER = listener("::1", 44439);
  static final ListenerSocket MAPPED_LISTENER = listener("::", 40775);

  private KernelAnswers() {}

  static ListenerSocket listener(String address, int port) {
    return ListenerSocket.of(address, port).orElseThrow();
  }

  /** {@code ipv4}, {@code ipv6} or {@code mapped}, and {@code done}, the end of IPv4's. */
  static byte[] recorded(String name) throws IOException {
    try (var in = KernelAnswers.class.getResourceAsStream("/sock_diag-6.18/" + name + ".bin")) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /** What one datagram says of these listeners. */
  static SocketCounts counts(byte[] datagram, int sequence, ListenerSocket... listeners)
      throws IOException {
    SocketTally tally = tally(listeners);
    read(datagram, sequence, tally);
    return tally.counts(CountSource.SOCK_DIAG, tally.opened());
  }

  static boolean read(byte[] datagram, int sequence, DiagAnswer.Visitor visitor)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(datagram).order(ByteOrder.LITTLE_ENDIAN);
    return new DiagAnswer(buffer, sequence).read(buffer, visitor);
  }

  /** What a file like {@code /proc/net/tcp} says of these listeners. */
  static SocketCounts proc(String file, int family, ListenerSocket... listeners)
      throws IOException {
    SocketTally tally = tally(listeners);
    new ProcNetTcp(Path.of("unused"), () -> 0)
        .read(new ByteArrayInputStream(file.getBytes(US_ASCII)), family, tally, 1);
    return tally.counts(CountSource.PROC, tally.opened());
  }

  static SocketCounts proc(String file, ListenerSocket... listeners) throws IOException {
    return proc(file, IPV4, listeners);
  }

  private static SocketTally tally(ListenerSocket... listeners) {
    return new SocketTally(new ListenerFilter(List.of(listeners)), new SeenSockets());
  }
}
