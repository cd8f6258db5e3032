package io.ebbgate.sidecar.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the datagrams that answer a dump: messages of {@code netlink(7)}, each on four bytes. */
final class DiagAnswer {
  /** Length, type, flags, sequence and port of a message. */
  static final int HEADER = 16;

  private static final int ERROR = 2;
  private static final int DONE = 3;
  private static final int OVERRUN = 4;

  /** {@code NLM_F_DUMP_INTR}: what was dumped changed meanwhile. */
  private static final int INTERRUPTED = 0x10;

  private final DiagSocket socket;
  private final int sequence;

  /** What is done with each socket; it must not keep it. */
  @FunctionalInterface
  interface Visitor {
    void visit(DiagSocket socket);
  }

  /**
   * For the answer to one request.
   *
   * @param buffer where each datagram lies, from 0 to its limit
   */
  DiagAnswer(ByteBuffer buffer, int sequence) {
    this.socket = new DiagSocket(buffer);
    this.sequence = sequence;
  }

  /**
   * Reads one datagram.
   *
   * @return whether it was the last one
   * @throws SystemCallException if the kernel refuses the request or broke off
   * @throws IOException if it is no answer of this protocol
   */
  boolean read(ByteBuffer datagram, Visitor visitor) throws IOException {
    int at = 0;
    int end = datagram.limit();
    while (at < end) {
      if (end - at < HEADER) {
        throw new IOException("a message is cut in its header");
      }
      int length = datagram.getInt(at);
      if (length < HEADER || length > end - at) {
        throw new IOException("a message has an impossible length");
      }
      // Of an earlier request otherwise.
      if (datagram.getInt(at + 8) == sequence && message(datagram, at, length, visitor)) {
        return true;
      }
      at += DiagSocket.aligned(length);
    }
    return false;
  }

  private boolean message(ByteBuffer datagram, int at, int length, Visitor visitor)
      throws IOException {
    if ((datagram.getShort(at + 6) & INTERRUPTED) != 0) {
      throw new IOException("the dump was interrupted");
    }
    return switch (datagram.getShort(at + 4) & 0xffff) {
      case ERROR, DONE -> {
        int error = length < HEADER + Integer.BYTES ? 0 : datagram.getInt(at + HEADER);
        if (error != 0) {
          throw new SystemCallException("sock_diag", -error);
        }
        yield true;
      }
      case OVERRUN -> throw new IOException("data was lost");
      case DiagRequest.SOCK_DIAG_BY_FAMILY -> {
        if (socket.moveTo(at + HEADER, length - HEADER)) {
          visitor.visit(socket);
        }
        yield false;
      }
      default -> false;
    };
  }
}
