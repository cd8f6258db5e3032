package io.ebbgate.sidecar.kernel;

import static io.ebbgate.sidecar.kernel.KernelAnswers.listener;
import static java.net.StandardProtocolFamily.INET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.sidecar.kernel.LoopbackSockets.Pair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real sockets on loopback ports of this test's own. It takes {@code CAP_NET_ADMIN}. */
@Timeout(60)
class SocketCloserIT extends LoopbackFixture {
  private final SocketCloser closer = new SocketCloser(System::nanoTime);

  @BeforeEach
  void mayClose() throws IOException {
    assumeTrue(ForceCloseRights.here(), "this process may not close connections");
    assertThat(closer.probe()).isEmpty();
  }

  private EstablishedSockets list(ListenerSocket... listeners) throws IOException {
    return closer.list(List.of(List.of(listeners)), LIMIT).getFirst();
  }

  private ClosedSockets closeAll(ListenerSocket... listeners) throws IOException {
    return closer.close(list(listeners), Long.MAX_VALUE, LIMIT);
  }

  private static void assertClosed(Pair pair) {
    assertThat(isOpen(pair.client())).as("the client's side").isFalse();
    assertThat(isOpen(pair.server())).as("the server's side").isFalse();
  }

  private static void assertOpen(Pair pair) throws IOException {
    pair.send(1);
    pair.take(1);
    pair.answer(1);
  }

  @ParameterizedTest
  @CsvSource({
    "INET,  127.0.0.1,        127.0.0.1, INET",
    "INET,  0.0.0.0,          127.0.0.1, INET",
    "INET6, ::1,              ::1,       INET6",
    "INET6, ::,               ::1,       INET6",
    "INET6, ::,               127.0.0.1, INET",
    "INET6, ::ffff:127.0.0.1, 127.0.0.1, INET",
  })
  void closesBothSidesOfEachFamily(
      StandardProtocolFamily family,
      String bound,
      String client,
      StandardProtocolFamily clientFamily)
      throws Exception {
    LoopbackSockets sockets = listen(family, bound, 0);
    Pair pair = sockets.connect(clientFamily, client);

    ClosedSockets closed = closeAll(listener(bound, sockets.port()));

    assertThat(closed).isEqualTo(new ClosedSockets(1, 0, Optional.empty()));
    assertClosed(pair);
  }

  @Test
  void leavesOtherListenersAndUpstreamConnectionsAlone() throws Exception {
    LoopbackSockets sockets = listen();
    LoopbackSockets otherAddress = listen(INET, "127.0.0.2", sockets.port());
    LoopbackSockets otherPort = listen();
    Pair ours = sockets.connect(INET, "127.0.0.1");
    Pair sameNumber = otherAddress.connect(INET, "127.0.0.2");
    Pair other = otherPort.connect(INET, "127.0.0.1");
    // As an upstream connection is: its remote port is a listener's number, its local one not.
    Pair upstream = otherAddress.connect(INET, "127.0.0.2");

    assertThat(closeAll(listener("127.0.0.1", sockets.port())).idle()).isEqualTo(1);

    assertClosed(ours);
    assertOpen(sameNumber);
    assertOpen(other);
    assertOpen(upstream);
    assertThat(sockets.connect(INET, "127.0.0.1").client().isConnected())
        .as("the listener still accepts")
        .isTrue();
  }

  @Test
  void neverHitsANewConnectionOfTheSameAddressesAndPorts() throws Exception {
    LoopbackSockets sockets = listen();
    InetSocketAddress from = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
    Pair old = connectFrom(sockets, from);
    EstablishedSockets listed = list(listener("127.0.0.1", sockets.port()));
    old.client().setOption(StandardSocketOptions.SO_LINGER, 0);
    old.client().close();
    assertThat(isOpen(old.server())).isFalse();
    old.server().close();
    Pair renewed = connectFrom(sockets, from);

    ClosedSockets closed = closer.close(listed, Long.MAX_VALUE, LIMIT);

    assertThat(closed).isEqualTo(new ClosedSockets(0, 0, Optional.empty()));
    assertOpen(renewed);
  }

  private static int freePort() throws IOException {
    try (LoopbackSockets free = LoopbackSockets.listen(INET, "127.0.0.1", 0)) {
      return free.port();
    }
  }

  private static Pair connectFrom(LoopbackSockets sockets, InetSocketAddress from)
      throws IOException {
    return sockets.connect(
        SocketChannel.open(INET).setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(from),
        "127.0.0.1");
  }

  @Test
  void passesOverWhatHasEndedMeanwhile() throws Exception {
    LoopbackSockets sockets = listen();
    Pair ended = sockets.connect(INET, "127.0.0.1");
    Pair there = sockets.connect(INET, "127.0.0.1");
    EstablishedSockets listed = list(listener("127.0.0.1", sockets.port()));
    ended.client().setOption(StandardSocketOptions.SO_LINGER, 0);
    ended.client().close();
    assertThat(isOpen(ended.server())).isFalse();

    assertThat(closer.close(listed, Long.MAX_VALUE, LIMIT).idle()).isEqualTo(1);
    assertClosed(there);
  }

  @Test
  void closesTheLongestIdleFirstAndWhatWorksLast() throws Exception {
    LoopbackSockets sockets = listen();
    ListenerSocket listener = listener("127.0.0.1", sockets.port());
    Pair working = sockets.connect(INET, "127.0.0.1");
    working.send(10);
    working.take(10);
    Pair longIdle = sockets.connect(INET, "127.0.0.1");
    long start = System.nanoTime();
    Await.until("30 ms have passed", LIMIT, () -> System.nanoTime() - start > 30_000_000);
    Pair fresh = sockets.connect(INET, "127.0.0.1");
    EstablishedSockets listed = list(listener);
    assertThat(listed.open()).isEqualTo(3);
    assertThat(listed.working()).isEqualTo(1);

    closer.close(listed, 1, LIMIT);
    assertClosed(longIdle);
    assertThat(isOpen(fresh.client())).isTrue();
    closer.close(list(listener), 1, LIMIT);
    assertClosed(fresh);
    assertThat(isOpen(working.client())).isTrue();

    assertThat(closeAll(listener)).isEqualTo(new ClosedSockets(0, 1, Optional.empty()));
    assertClosed(working);
  }

  @Test
  void closesMoreThanOneSystemCallDoes() throws Exception {
    int count = SockDiag.BATCH + 100;
    LoopbackSockets sockets = listen();
    for (int i = 0; i < count; i++) {
      sockets.connect(INET, "127.0.0.1");
    }

    assertThat(closeAll(listener("127.0.0.1", sockets.port())))
        .isEqualTo(new ClosedSockets(count, 0, Optional.empty()));
    assertThat(list(listener("127.0.0.1", sockets.port())).open()).isZero();
  }

  /** The kernel answers for each of them, and all its answers wait at once. */
  @Test
  void passesOverMoreThatHaveEndedThanOneSystemCallNames() throws Exception {
    int count = SockDiag.BATCH + 100;
    LoopbackSockets sockets = listen();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(sockets.connect(INET, "127.0.0.1"));
    }
    EstablishedSockets listed = list(listener("127.0.0.1", sockets.port()));
    assertThat(listed.open()).isEqualTo(count);
    for (Pair pair : pairs) {
      pair.client().setOption(StandardSocketOptions.SO_LINGER, 0);
      pair.client().close();
      assertThat(isOpen(pair.server())).isFalse();
    }

    assertThat(closer.close(listed, Long.MAX_VALUE, LIMIT))
        .isEqualTo(new ClosedSockets(0, 0, Optional.empty()));
  }

  @Test
  void aCloseEndsAtItsLimitAndSaysHowFarItCame() throws Exception {
    LoopbackSockets sockets = listen();
    Pair pair = sockets.connect(INET, "127.0.0.1");
    EstablishedSockets listed = list(listener("127.0.0.1", sockets.port()));

    ClosedSockets closed = closer.close(listed, Long.MAX_VALUE, Duration.ZERO);

    assertThat(closed.idle()).isZero();
    assertThat(closed.failure()).hasValueSatisfying(it -> assertThat(it).contains("time limit"));
    assertOpen(pair);
  }

  @Test
  void theProbeLeavesNothingBehind() {
    for (int i = 0; i < 50; i++) {
      assertThat(closer.probe()).isEmpty();
    }
  }
}
