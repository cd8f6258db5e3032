package io.ebbgate.sidecar.kernel;

import io.ebbgate.core.lifecycle.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Closes established connections of chosen listeners by {@code SOCK_DESTROY} of {@code
 * sock_diag(7)}: their clients get a RST, Envoy a read error, and data not sent yet is lost. It
 * takes a kernel with {@code CONFIG_INET_DIAG_DESTROY} and an effective {@code CAP_NET_ADMIN}.
 *
 * <p>A connection is closed by the cookie that it was listed with, so that another one which has
 * its addresses and ports by then is never hit. For one thread.
 */
public final class SocketCloser {
  /** Loading the foreign function interface takes up to a second where the processor is busy. */
  private static final Duration PROBE = Duration.ofSeconds(5);

  private final Ticker ticker;
  private final SockDiag kernel;

  /** In this process's network namespace; loads nothing yet. */
  public SocketCloser(Ticker ticker) {
    this.ticker = ticker;
    this.kernel = new SockDiag(ticker);
  }

  /**
   * The connections now of each of these groups of listeners, read together.
   *
   * @param limit how long it may take
   * @throws IOException if not all could be read
   */
  public List<EstablishedSockets> list(List<List<ListenerSocket>> groups, Duration limit)
      throws IOException {
    List<EstablishedSockets> found =
        groups.stream().map(group -> new EstablishedSockets(new ListenerFilter(group))).toList();
    EstablishedSockets[] each = found.toArray(EstablishedSockets[]::new);
    kernel.list(
        new ListenerFilter(groups.stream().flatMap(List::stream).toList()),
        SockDiag.STATES,
        socket -> {
          for (EstablishedSockets sockets : each) {
            sockets.visit(socket);
          }
        },
        ticker.nanos() + limit.toNanos());
    return found;
  }

  /**
   * Gives each connection that may be a listener's to the visitor, half-closed ones too; not all if
   * it throws.
   */
  void list(ListenerFilter filter, DiagAnswer.Visitor visitor, Duration limit) throws IOException {
    kernel.list(filter, SockDiag.WITH_HALF_CLOSED, visitor, ticker.nanos() + limit.toNanos());
  }

  /**
   * Closes the first of these connections, at most so many. Those that ended meanwhile are passed
   * over.
   *
   * @param limit how long it may take
   */
  public ClosedSockets close(EstablishedSockets sockets, long most, Duration limit) {
    Tally tally = new Tally();
    try {
      kernel.destroy(sockets.first(most), tally::add, ticker.nanos() + limit.toNanos());
      return tally.result(Optional.empty());
    } catch (IOException e) {
      return tally.result(Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private static final class Tally {
    private long idle;
    private long working;

    void add(EstablishedSockets.Each closed) {
      working += closed.works() ? 1 : 0;
      idle += closed.works() ? 0 : 1;
    }

    ClosedSockets result(Optional<String> failure) {
      return new ClosedSockets(idle, working, failure);
    }
  }

  /**
   * Tries it on a connection of its own on loopback; empty if this process can close connections,
   * else the reason, as a sentence's end.
   */
  public Optional<String> probe() {
    try {
      return probed();
    } catch (SystemCallException e) {
      return Optional.of(
          switch (e.errno()) {
            case SystemCallException.EPERM ->
                "the sidecar lacks the capability NET_ADMIN, which only user 0 can have";
            case SystemCallException.EOPNOTSUPP ->
                "the node's kernel was built without CONFIG_INET_DIAG_DESTROY";
            default -> "the kernel does not list sockets: " + e.getMessage();
          });
    } catch (IOException e) {
      return Optional.of("the kernel could not be asked: " + e.getMessage());
    } catch (LinkageError | RuntimeException unusable) {
      return Optional.of("system calls can't be made: " + unusable);
    }
  }

  private Optional<String> probed() throws IOException {
    // The address is a literal: the name of loopback may be IPv6, which a pod may not have.
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.INET)) {
      server.bind(new InetSocketAddress(loopback, 0), 1);
      // Nothing is left in TIME_WAIT where it could not be closed by the kernel.
      client.setOption(StandardSocketOptions.SO_LINGER, 0);
      client.connect(server.getLocalAddress());
      try (SocketChannel accepted = server.accept()) {
        accepted.setOption(StandardSocketOptions.SO_LINGER, 0);
        int port = server.socket().getLocalPort();
        EstablishedSockets own =
            list(List.of(List.of(new ListenerSocket(false, loopback, port))), PROBE).getFirst();
        Tally tally = new Tally();
        kernel.destroy(own.first(1), tally::add, ticker.nanos() + PROBE.toNanos());
        return tally.idle + tally.working == 1
            ? Optional.empty()
            : Optional.of("the kernel does not list a connection that is there");
      }
    }
  }
}
