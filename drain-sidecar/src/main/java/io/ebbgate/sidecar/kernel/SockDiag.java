package io.ebbgate.sidecar.kernel;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.CountSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's own answer: {@code sock_diag(7)} over netlink, which needs no privilege. The kernel
 * writes it while it is received, so that one buffer takes any number of sockets; a socket of its
 * own for each reading, so that nothing is left over from one that failed.
 *
 * <p>Established sockets count, and those whose client has said that it sends no more ({@code
 * CLOSE_WAIT}): it may wait for its answer. Those that Envoy has closed do not, though the kernel
 * may still send for them.
 */
final class SockDiag implements SocketSource {
  /**
   * Sockets that are closed by one system call. Between two others get the processor, and where
   * everything that was cut wants it, the sidecar with its small share waits long for its turn.
   */
  static final int BATCH = 1_024;

  /** What the kernel counts for an answer that waits to be received, and somewhat more. */
  private static final int ANSWER = 832;

  /** So many answers fit into a socket's buffer of the usual size. */
  static final int SMALL_BATCH = 256;

  /** A batch of requests; the kernel fills at most 32 KiB at once. */
  private static final int BUFFER = BATCH * DiagRequest.DESTROY;

  static final int STATES = DiagRequest.ESTABLISHED | DiagRequest.CLOSE_WAIT;

  /** Beside these, where Envoy has said that it sends no more, as its upstream has. */
  static final int WITH_HALF_CLOSED = STATES | DiagRequest.FIN_WAIT;

  private static final int[] FAMILIES = {ListenerFilter.IPV4, ListenerFilter.IPV6};

  private final Ticker ticker;
  private @Nullable SystemCalls calls;
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  SockDiag(Ticker ticker) {
    this.ticker = ticker;
  }

  @Override
  public CountSource name() {
    return CountSource.SOCK_DIAG;
  }

  @Override
  public void read(ListenerFilter filter, SocketTally tally, long end) throws IOException {
    list(filter, STATES, tally, end);
  }

  /** Gives each socket that may be a listener's to the visitor; not all if it throws. */
  void list(ListenerFilter filter, int states, DiagAnswer.Visitor visitor, long end)
      throws IOException {
    SystemCalls used = calls();
    int socket = open(used, end);
    try {
      for (int family : FAMILIES) {
        List<ListenerSocket> listeners = filter.listeners(family);
        if (!listeners.isEmpty()) {
          new DiagRequest(buffer, family).dump(family, states, listeners);
          used.send(socket, buffer);
          receive(used, socket, new DiagAnswer(buffer, family), visitor, end);
        }
      }
    } finally {
      used.close(socket);
    }
  }

  /**
   * Closes sockets in batches, which needs {@code CAP_NET_ADMIN}: a system call for each takes
   * twice as long.
   *
   * @param closed gets each that this closed, at once; not those that were gone already
   * @throws SystemCallException if the kernel refuses to close one
   */
  void destroy(
      List<EstablishedSockets.Each> sockets, Consumer<EstablishedSockets.Each> closed, long end)
      throws IOException {
    SystemCalls used = calls();
    int socket = open(used, end);
    try {
      int most = used.receiveBuffer(socket, BATCH * ANSWER / 2) ? BATCH : SMALL_BATCH;
      for (int from = 0; from < sockets.size(); from += most) {
        micros(end);
        List<EstablishedSockets.Each> batch =
            sockets.subList(from, Math.min(from + most, sockets.size()));
        DestroyAnswer answer = new DestroyAnswer(1 + from, batch.size());
        send(used, socket, batch, 1 + from);
        boolean done = false;
        while (!done) {
          done = answer.read(datagram(used, socket, end));
        }
        for (int i = 0; i < batch.size(); i++) {
          if (answer.closed(i)) {
            closed.accept(batch.get(i));
          }
        }
        answer.finish();
      }
    } finally {
      used.close(socket);
    }
  }

  /** The kernel has done all of it when this returns. */
  private void send(
      SystemCalls used, int socket, List<EstablishedSockets.Each> batch, int firstSequence)
      throws SystemCallException {
    buffer.clear();
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).write(new DiagRequest(buffer, firstSequence + i), i == batch.size() - 1);
    }
    used.send(socket, buffer.flip());
  }

  private int open(SystemCalls used, long end) throws IOException {
    long micros = micros(end);
    int socket = used.open();
    try {
      used.receiveTimeout(socket, micros);
    } catch (SystemCallException e) {
      used.close(socket);
      throw e;
    }
    return socket;
  }

  /** Loads the foreign function interface when it is first needed. */
  private SystemCalls calls() {
    SystemCalls loaded = calls;
    if (loaded == null) {
      loaded = new SystemCalls();
      buffer = SystemCalls.direct(BUFFER);
      calls = loaded;
    }
    return loaded;
  }

  private void receive(
      SystemCalls used, int socket, DiagAnswer answer, DiagAnswer.Visitor visitor, long end)
      throws IOException {
    boolean done = false;
    while (!done) {
      done = answer.read(datagram(used, socket, end), visitor);
    }
  }

  private ByteBuffer datagram(SystemCalls used, int socket, long end) throws IOException {
    long length = receive(used, socket, end);
    if (length > buffer.capacity()) {
      throw new IOException("a datagram is larger than the kernel makes them");
    }
    return buffer.clear().limit((int) length);
  }

  private long receive(SystemCalls used, int socket, long end) throws IOException {
    while (true) {
      micros(end);
      try {
        return used.receive(socket, buffer);
      } catch (SystemCallException e) {
        // A stopped process that goes on is interrupted.
        if (e.errno() != SystemCallException.EINTR) {
          throw e;
        }
      }
    }
  }

  private long micros(long end) throws IOException {
    long left = (end - ticker.nanos()) / 1_000;
    if (left <= 0) {
      throw new IOException("the time limit has passed");
    }
    return left;
  }
}
