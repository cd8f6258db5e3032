package io.ebbgate.sidecar.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One socket of the kernel's answer, read where it lies: {@code inet_diag_msg} with its {@code
 * tcp_info}. One object serves a whole dump, as 50 000 of them would be garbage at each reading.
 */
final class DiagSocket {
  /** The attribute {@code INET_DIAG_INFO}. */
  static final int TCP_INFO = 2;

  private static final int MESSAGE = 72;
  private static final int ATTRIBUTE = 4;

  /** Where the two addresses begin, each of 16 bytes. */
  private static final int LOCAL = 8;

  private static final int REMOTE = 24;

  private static final int INODE = 68;

  /** Up to {@code tcpi_bytes_received}, which is there since Linux 4.2. */
  private static final int LEAST_INFO = 136;

  private final ByteBuffer bytes;
  private int at;
  private int info;

  DiagSocket(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /**
   * Looks at the message there.
   *
   * @return whether it is of a socket; of one that Envoy has closed the kernel may keep no more
   *     than that its peer has not said so too, without {@code tcp_info}
   */
  boolean moveTo(int start, int length) throws IOException {
    if (length < MESSAGE) {
      throw new IOException("a socket is cut");
    }
    at = start;
    info = 0;
    int end = start + length;
    for (int each = start + MESSAGE; end - each >= ATTRIBUTE; ) {
      int size = bytes.getShort(each) & 0xffff;
      if (size < ATTRIBUTE || size > end - each) {
        throw new IOException("an attribute has an impossible length");
      }
      if (bytes.getShort(each + 2) == TCP_INFO && size >= ATTRIBUTE + LEAST_INFO) {
        info = each + ATTRIBUTE;
      }
      each += aligned(size);
    }
    if (info == 0 && isOpen()) {
      throw new IOException("a socket has no tcp_info, or that of a Linux before 4.2");
    }
    return info != 0;
  }

  /** Messages and attributes begin on four bytes. */
  static int aligned(int length) {
    return (length + 3) & ~3;
  }

  int family() {
    return bytes.get(at);
  }

  /** Whether Envoy has it still; what it has closed is the kernel's alone. */
  boolean isOpen() {
    int state = 1 << bytes.get(at + 1);
    return (state & SockDiag.STATES) != 0 || bytes.getInt(at + INODE) != 0;
  }

  int localPort() {
    return Short.toUnsignedInt(Short.reverseBytes(bytes.getShort(at + 4)));
  }

  /** The first half of the local address. */
  long localHigh() {
    return high(at + LOCAL);
  }

  /** The second half of the local address. */
  long localLow() {
    return low(at + LOCAL);
  }

  /** The first half of the client's address. */
  long remoteHigh() {
    return high(at + REMOTE);
  }

  /** The second half of the client's address. */
  long remoteLow() {
    return low(at + REMOTE);
  }

  private long high(int address) {
    return family() == ListenerFilter.IPV4 ? 0 : Long.reverseBytes(bytes.getLong(address));
  }

  private long low(int address) {
    return family() == ListenerFilter.IPV4
        ? IpAddress.mapped(Integer.reverseBytes(bytes.getInt(address)))
        : Long.reverseBytes(bytes.getLong(address + Long.BYTES));
  }

  /** What names this socket as long as the kernel runs; never zero. */
  long cookie() {
    return bytes.getLong(at + 44);
  }

  /** Copies what names this socket: addresses, ports, interface and cookie. */
  void copyId(byte[] ids, int to) {
    bytes.get(at + 4, ids, to, DiagRequest.SOCKET_ID);
  }

  /** Data that Envoy has not read, or that the peer has not acknowledged. */
  boolean queued() {
    return (bytes.getInt(at + 56) | bytes.getInt(at + 60)) != 0;
  }

  long bytesReceived() {
    return bytes.getLong(info + 128);
  }

  long bytesAcknowledged() {
    return bytes.getLong(info + 120);
  }

  /** Whether it waits for an answer, as far as this one look at it can tell. */
  boolean works() {
    return queued()
        || WorkRule.moves(bytesReceived() + bytesAcknowledged() > 0, idle())
        || (bytesReceived() > 0
            && WorkRule.waits(
                bytesAcknowledged() > 0, sinceReceived(), sinceSent(), sinceAcknowledged()));
  }

  /**
   * Milliseconds for which it has surely been there: each time counts from its beginning at most.
   */
  long leastAge() {
    return Math.max(sinceAcknowledged(), Math.max(sinceReceived(), sinceSent()));
  }

  /** Milliseconds since data moved. */
  long idle() {
    return Math.min(sinceReceived(), sinceSent());
  }

  /** Milliseconds since data went out, or since the connection was made. */
  long sinceSent() {
    return Integer.toUnsignedLong(bytes.getInt(info + 44));
  }

  /** Milliseconds since data came in, or since the connection was made. */
  long sinceReceived() {
    return Integer.toUnsignedLong(bytes.getInt(info + 52));
  }

  /** Milliseconds since the peer acknowledged anything. */
  long sinceAcknowledged() {
    return Integer.toUnsignedLong(bytes.getInt(info + 56));
  }
}
