package io.ebbgate.sidecar.kernel;

import static io.ebbgate.sidecar.kernel.KernelAnswers.listener;
import static java.net.StandardProtocolFamily.INET;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.drain.SocketCounts;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import io.ebbgate.sidecar.kernel.LoopbackSockets.Pair;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real sockets on this machine's loopback, as its kernel lists them. */
@Timeout(60)
class KernelSocketsIT extends LoopbackFixture {
  private final KernelSockets kernel = new KernelSockets(System::nanoTime);

  private static SocketCounts read(KernelSockets from, ListenerSocket... listeners) {
    return switch (from.read(Arrays.asList(listeners), LIMIT)) {
      case SocketReading.Counted(SocketCounts counts) -> counts;
      case SocketReading.Unknown(String cause) -> throw new AssertionError(cause);
    };
  }

  private SocketCounts read(LoopbackSockets sockets) {
    return read(kernel, listener("127.0.0.1", sockets.port()));
  }

  private void awaitWorking(LoopbackSockets sockets, int working) throws InterruptedException {
    Await.until(
        working + " connections work",
        LIMIT,
        () -> read(sockets).working().equals(Count.of(working)));
  }

  /** Until the kernel's clock has gone on. */
  private static void awaitClock() throws InterruptedException {
    long start = System.nanoTime();
    Await.until("20 ms have passed", LIMIT, () -> System.nanoTime() - start > 20_000_000);
  }

  @Test
  void aConnectionOnWhichNothingCameIsIdleFromItsBeginning() throws Exception {
    LoopbackSockets sockets = listen();
    sockets.connect(INET, "127.0.0.1");

    SocketCounts counts = read(sockets);

    assertThat(counts.source()).isEqualTo(CountSource.SOCK_DIAG);
    assertThat(counts.open()).isEqualTo(1);
    assertThat(counts.working()).isEqualTo(Count.of(0));
    assertThat(counts.leastIdle()).hasValueSatisfying(idle -> assertThat(idle).isLessThan(LIMIT));
    assertThat(counts.lastUsed()).isEmpty();
  }

  @Test
  void onlyAConnectionOnWhichDataMovedWasUsed() throws Exception {
    LoopbackSockets sockets = listen();
    Pair used = sockets.connect(INET, "127.0.0.1");
    used.send(100);
    used.take(100);
    awaitClock();
    sockets.connect(INET, "127.0.0.1");

    SocketCounts counts = read(sockets);

    assertThat(counts.open()).isEqualTo(2);
    assertThat(counts.lastUsed().orElseThrow()).isGreaterThan(counts.leastIdle().orElseThrow());
  }

  @Test
  void aRequestWorksUntilItsAnswer() throws Exception {
    LoopbackSockets sockets = listen();
    Pair pair = sockets.connect(INET, "127.0.0.1");
    read(sockets);
    pair.send(100);
    pair.take(100);
    awaitWorking(sockets, 1);
    assertThat(read(sockets).working()).isEqualTo(Count.of(1));
    awaitClock();
    pair.answer(100);

    awaitWorking(sockets, 0);
    assertThat(read(sockets).leastIdle()).isPresent();
  }

  @Test
  void unreadAndUnsentDataIsWork() throws Exception {
    LoopbackSockets sockets = listen();
    Pair unread = sockets.connect(INET, "127.0.0.1");
    unread.send(10);
    awaitWorking(sockets, 1);
    Pair unsent = sockets.connect(INET, "127.0.0.1");
    unsent.server().configureBlocking(false);
    while (unsent.server().write(ByteBuffer.allocate(1 << 16)) > 0) {}

    awaitWorking(sockets, 2);
  }

  @Test
  void movingDataIsWorkWhicheverWayItGoes() throws Exception {
    LoopbackSockets sockets = listen();
    Pair pair = sockets.connect(INET, "127.0.0.1");
    read(sockets);

    for (int i = 0; i < 5; i++) {
      pair.answer(1_000);
      assertThat(read(sockets).working()).isEqualTo(Count.of(1));
    }
    awaitWorking(sockets, 0);
  }

  @Test
  void aHalfClosedClientIsStillThere() throws Exception {
    LoopbackSockets sockets = listen();
    Pair pair = sockets.connect(INET, "127.0.0.1");
    pair.send(10);
    pair.take(10);
    pair.client().shutdownOutput();

    awaitWorking(sockets, 1);
    assertThat(read(sockets).open()).isEqualTo(1);
    pair.server().close();
    assertThat(read(sockets).open()).isZero();
  }

  @Test
  void newConnectionsAreThoseNotThereBefore() throws Exception {
    LoopbackSockets sockets = listen();
    Pair first = sockets.connect(INET, "127.0.0.1");
    assertThat(read(sockets).seen()).isEqualTo(1);
    sockets.connect(INET, "127.0.0.1");
    sockets.connect(INET, "127.0.0.1");
    first.client().close();
    first.server().close();

    SocketCounts counts = read(sockets);

    assertThat(counts.open()).isEqualTo(2);
    assertThat(counts.seen()).isEqualTo(3);
    assertThat(read(sockets).seen()).isEqualTo(3);
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
  void findsConnectionsOfEachFamily(
      StandardProtocolFamily family,
      String bound,
      String client,
      StandardProtocolFamily clientFamily)
      throws Exception {
    LoopbackSockets sockets = listen(family, bound, 0);
    sockets.connect(clientFamily, client);
    ListenerSocket listener = listener(bound, sockets.port());

    assertThat(read(kernel, listener).open()).isEqualTo(1);
    assertThat(read(proc(), listener).open()).isEqualTo(1);
  }

  private static KernelSockets proc() {
    SocketSource files = new ProcNetTcp(ProcNetTcp.FOLDER, System::nanoTime);
    return new KernelSockets(System::nanoTime, files, files);
  }

  @Test
  void countsNoOtherAddressPortOrSide() throws Exception {
    LoopbackSockets sockets = listen();
    LoopbackSockets otherAddress = listen(INET, "127.0.0.2", sockets.port());
    LoopbackSockets otherPort = listen();
    sockets.connect(INET, "127.0.0.1");
    otherAddress.connect(INET, "127.0.0.2");
    otherPort.connect(INET, "127.0.0.1");

    for (KernelSockets each : List.of(kernel, proc())) {
      assertThat(read(each, listener("127.0.0.1", sockets.port())).open()).isEqualTo(1);
      assertThat(read(each, listener("0.0.0.0", sockets.port())).open()).isEqualTo(2);
      assertThat(read(each, listener("::", sockets.port())).open()).isZero();
      assertThat(
              read(
                      each,
                      listener("127.0.0.1", sockets.port()),
                      listener("127.0.0.1", otherPort.port()))
                  .open())
          .isEqualTo(2);
    }
  }

  @Test
  void filtersByAHundredListeners() throws Exception {
    ListenerSocket[] listeners = new ListenerSocket[100];
    for (int i = 0; i < listeners.length; i++) {
      LoopbackSockets sockets = listen();
      sockets.connect(INET, "127.0.0.1");
      listeners[i] = listener("127.0.0.1", sockets.port());
    }
    listen().connect(INET, "127.0.0.1");

    assertThat(read(kernel, listeners).open()).isEqualTo(100);
  }

  @Test
  void moreListenersThanTheKernelChecksAreFilteredHere() throws Exception {
    LoopbackSockets sockets = listen();
    sockets.connect(INET, "127.0.0.1");
    ListenerSocket[] listeners = new ListenerSocket[DiagRequest.MOST_CONDITIONS + 1];
    for (int i = 0; i < listeners.length; i++) {
      listeners[i] = listener("127.9.9.9", 1 + i);
    }
    listeners[7] = listener("127.0.0.1", sockets.port());

    assertThat(read(kernel, listeners).open()).isEqualTo(1);
  }

  @Test
  void manyConnectionsTakeManyDatagrams() throws Exception {
    LoopbackSockets sockets = listen();
    for (int i = 0; i < 500; i++) {
      sockets.connect(INET, "127.0.0.1");
    }

    assertThat(read(sockets).open()).isEqualTo(500);
  }

  @Test
  void aReadingLeavesNoFileOpen() throws Exception {
    LoopbackSockets sockets = listen();
    read(sockets);
    long before = files();
    for (int i = 0; i < 20; i++) {
      read(sockets);
      kernel.read(List.of(listener("127.0.0.1", sockets.port())), Duration.ZERO);
    }

    assertThat(files()).isLessThan(before + 10);
  }

  private static long files() throws IOException {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  @Test
  void aReadingEndsAtItsLimit() throws Exception {
    LoopbackSockets sockets = listen();

    assertThat(kernel.read(List.of(listener("127.0.0.1", sockets.port())), Duration.ZERO))
        .isInstanceOfSatisfying(
            SocketReading.Unknown.class,
            unknown -> assertThat(unknown.cause()).contains("time limit"));
  }
}
