package io.ebbgate.sidecar.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;

/**
 * Reads what the kernel says of a batch of requests to close sockets: of each that it did not carry
 * out, and of the last one in any case.
 */
final class DestroyAnswer {
  private static final int ERROR = 2;

  private final int firstSequence;
  private final int count;
  private final BitSet failed = new BitSet();
  private Optional<SystemCallException> refusal = Optional.empty();

  /** For requests with these sequence numbers. */
  DestroyAnswer(int firstSequence, int count) {
    this.firstSequence = firstSequence;
    this.count = count;
  }

  /**
   * Reads one datagram.
   *
   * @return whether it has the answer to the last request
   * @throws IOException if it is no answer of this protocol
   */
  boolean read(ByteBuffer datagram) throws IOException {
    boolean last = false;
    int at = 0;
    while (at < datagram.limit()) {
      int left = datagram.limit() - at;
      int length = left < DiagAnswer.HEADER ? 0 : datagram.getInt(at);
      if (length < DiagAnswer.HEADER + Integer.BYTES || length > left) {
        throw new IOException("a message has an impossible length");
      }
      int request = datagram.getInt(at + 8) - firstSequence;
      if ((datagram.getShort(at + 4) & 0xffff) == ERROR && request >= 0 && request < count) {
        answered(request, -datagram.getInt(at + DiagAnswer.HEADER));
        last |= request == count - 1;
      }
      at += DiagSocket.aligned(length);
    }
    return last;
  }

  /** It was gone, or another one has its addresses and ports; or the kernel refuses. */
  private void answered(int request, int errno) {
    if (errno == 0) {
      return;
    }
    failed.set(request);
    if (errno != SystemCallException.ENOENT && errno != SystemCallException.ESTALE) {
      refusal = Optional.of(new SystemCallException("sock_diag", errno));
    }
  }

  /** Whether the socket of this request was closed by it. */
  boolean closed(int request) {
    return !failed.get(request);
  }

  /** Throws if the kernel refused one. */
  void finish() throws SystemCallException {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }
}
