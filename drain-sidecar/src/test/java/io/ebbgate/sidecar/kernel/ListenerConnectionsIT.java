package io.ebbgate.sidecar.kernel;

import static java.net.StandardProtocolFamily.INET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ebbgate.core.close.CloseScope;
import io.ebbgate.core.close.CloseTarget;
import io.ebbgate.core.close.ConnectionCounts;
import io.ebbgate.core.close.PeerRange;
import io.ebbgate.core.close.SharedPort;
import io.ebbgate.core.config.HostPort;
import io.ebbgate.sidecar.kernel.ListenerConnections.Closed;
import io.ebbgate.sidecar.kernel.LoopbackSockets.Pair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets on loopback ports of this test's own. It takes {@code CAP_NET_ADMIN}. */
@Timeout(60)
class ListenerConnectionsIT extends LoopbackFixture {
  private static final Closed NONE = new Closed(0, 0, 0, Optional.empty());

  private long later;
  private final ConnectionAges ages = new ConnectionAges(() -> System.nanoTime() + later);

  @BeforeEach
  void mayClose() throws IOException {
    assumeTrue(ForceCloseRights.here(), "this process may not close connections");
  }

  private ListenerConnections connections(LoopbackSockets sockets, Duration age, String... peers) {
    List<PeerRange> ranges =
        Stream.of(peers).flatMap(each -> PeerText.range(each).stream()).toList();
    CloseTarget target =
        new CloseTarget(
            "db",
            List.of(new HostPort("127.0.0.1", sockets.port())),
            List.of(),
            new SharedPort(List.of(), Optional.of(1), List.of()));
    return new ListenerConnections(
        target, new CloseScope(ranges, age, false), ages, System::nanoTime);
  }

  private static Pair from(LoopbackSockets sockets, String address, int port) throws IOException {
    SocketChannel client =
        SocketChannel.open(INET)
            .setOption(StandardSocketOptions.SO_REUSEADDR, true)
            .bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    return sockets.connect(client, "127.0.0.1");
  }

  /** The client's side goes by a RST, so that its port is free at once. */
  private static void hangUp(Pair pair) throws IOException {
    pair.client().setOption(StandardSocketOptions.SO_LINGER, 0);
    pair.client().close();
    assertThat(isOpen(pair.server())).isFalse();
    pair.server().close();
  }

  @Test
  void tellsThoseThatWereThereFromThoseThatCame() throws Exception {
    LoopbackSockets sockets = listen();
    ListenerConnections connections = connections(sockets, Duration.ZERO);
    Pair first = sockets.connect(INET, "127.0.0.1");
    assertThat(connections.read(LIMIT)).isEqualTo(new ConnectionCounts(1, 0, 0, 0));

    Pair second = sockets.connect(INET, "127.0.0.1");
    assertThat(connections.read(LIMIT)).isEqualTo(new ConnectionCounts(1, 0, 1, 1));
    assertThat(connections.read(LIMIT)).isEqualTo(new ConnectionCounts(1, 0, 1, 0));

    assertThat(connections.close(9, 0, LIMIT)).isEqualTo(new Closed(1, 0, 0, Optional.empty()));
    assertThat(isOpen(first.client())).isFalse();
    assertThat(isOpen(second.client())).isTrue();
    assertThat(connections.read(LIMIT)).isEqualTo(new ConnectionCounts(0, 0, 1, 0));

    assertThat(connections.close(0, 9, LIMIT)).isEqualTo(new Closed(0, 1, 0, Optional.empty()));
    assertThat(isOpen(second.client())).isFalse();
  }

  /** As when a database dies and Envoy ends its clients' connections, which they see later. */
  @Test
  void passesOverWhatOnlyTheKernelKeepsUntilTheClientHasClosedItToo() throws Exception {
    LoopbackSockets sockets = listen();
    ListenerConnections connections = connections(sockets, Duration.ZERO);
    sockets.connect(INET, "127.0.0.1");
    Pair ended = sockets.connect(INET, "127.0.0.1");
    ended.server().close();

    assertThat(connections.read(LIMIT)).isEqualTo(new ConnectionCounts(1, 0, 0, 0));
  }

  /** The same addresses and both ports: but for the cookie it is the connection that was read. */
  @Test
  void neverHitsANewConnectionWithTheAddressesAndPortsOfOneThatWasRead() throws Exception {
    LoopbackSockets sockets = listen();
    ListenerConnections connections = connections(sockets, Duration.ZERO);
    int port;
    try (LoopbackSockets free = LoopbackSockets.listen(INET, "127.0.0.1", 0)) {
      port = free.port();
    }
    Pair old = from(sockets, "127.0.0.1", port);
    assertThat(connections.read(LIMIT)).isEqualTo(new ConnectionCounts(1, 0, 0, 0));
    hangUp(old);
    Pair renewed = from(sockets, "127.0.0.1", port);

    assertThat(connections.close(9, 9, LIMIT)).isEqualTo(NONE);
    assertThat(isOpen(renewed.client())).isTrue();
    assertThat(connections.read(LIMIT)).isEqualTo(new ConnectionCounts(0, 0, 1, 1));
  }

  @Test
  void coversClientsOfARangeAlone() throws Exception {
    LoopbackSockets sockets = listen();
    Pair inRange = from(sockets, "127.0.7.1", 0);
    Pair alone = from(sockets, "127.9.0.1", 0);
    Pair other = from(sockets, "127.0.8.1", 0);
    ListenerConnections connections =
        connections(sockets, Duration.ZERO, "127.0.7.0/24", "127.9.0.1");

    assertThat(connections.read(LIMIT)).isEqualTo(new ConnectionCounts(2, 0, 0, 0));
    assertThat(connections.close(9, 9, LIMIT).first()).isEqualTo(2);

    assertThat(isOpen(inRange.client())).isFalse();
    assertThat(isOpen(alone.client())).isFalse();
    assertThat(isOpen(other.client())).isTrue();
  }

  /** The kernel forgets how old a connection is when data moves; what was read before does not. */
  @Test
  void anAgeCountsFromTheFirstReadingWhateverMovesMeanwhile() throws Exception {
    LoopbackSockets sockets = listen();
    Pair old = sockets.connect(INET, "127.0.0.1");
    ages.read(
        List.of(new ListenerSocket(false, InetAddress.ofLiteral("127.0.0.1"), sockets.port())),
        LIMIT);
    later = Duration.ofMinutes(1).toNanos();
    old.send(1);
    Pair young = sockets.connect(INET, "127.0.0.1");

    ListenerConnections connections = connections(sockets, Duration.ofSeconds(30));
    assertThat(connections.read(LIMIT)).isEqualTo(new ConnectionCounts(1, 1, 0, 0));
    var _ = connections.close(9, 9, LIMIT);

    assertThat(isOpen(old.client())).isFalse();
    assertThat(isOpen(young.client())).isTrue();
  }

  @Test
  void aReadingThatFailsIsNotComparedWith() throws Exception {
    LoopbackSockets sockets = listen();
    ListenerConnections connections = connections(sockets, Duration.ZERO);
    var _ = sockets.connect(INET, "127.0.0.1");
    assertThat(connections.read(LIMIT)).isEqualTo(new ConnectionCounts(1, 0, 0, 0));

    assertThatThrownBy(() -> connections.read(Duration.ZERO)).isInstanceOf(IOException.class);

    assertThat(connections.read(LIMIT)).isEqualTo(new ConnectionCounts(1, 0, 0, 0));
  }
}
