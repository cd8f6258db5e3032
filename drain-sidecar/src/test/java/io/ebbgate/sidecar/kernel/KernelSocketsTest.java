package io.ebbgate.sidecar.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.drain.SocketCounts;
import io.ebbgate.core.verdict.CountSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSocketsTest {
  private static final List<ListenerSocket> LISTENERS = List.of(KernelAnswers.IPV4_LISTENER);
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final String FILE =
      """
        sl  local_address rem_address   st tx_queue rx_queue
         0: 0100007F:ABCF 0200007F:8000 01 00000000:00000000
      """;

  @TempDir Path folder;
  private final Deque<byte[]> answers = new ArrayDeque<>();
  private final Deque<Throwable> failures = new ArrayDeque<>();
  private int asked;

  /** A kernel that answers or fails as the test says. */
  private final class Scripted implements SocketSource {
    @Override
    public CountSource name() {
      return CountSource.SOCK_DIAG;
    }

    @Override
    public void read(ListenerFilter filter, SocketTally tally, long end) throws IOException {
      asked++;
      switch (failures.poll()) {
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> KernelAnswers.read(answers.remove(), ListenerFilter.IPV4, tally);
      }
    }
  }

  @BeforeEach
  void files() throws Exception {
    Files.write(folder.resolve("tcp"), FILE.getBytes(US_ASCII));
  }

  private KernelSockets sockets() {
    return new KernelSockets(() -> 0, new Scripted(), new ProcNetTcp(folder, () -> 0));
  }

  private static SocketCounts counts(SocketReading reading) {
    assertThat(reading).isInstanceOf(SocketReading.Counted.class);
    return ((SocketReading.Counted) reading).counts();
  }

  @Test
  void comparesEachReadingWithTheOneBefore() throws Exception {
    byte[] all = KernelAnswers.recorded("ipv4");
    byte[] first = Arrays.copyOf(all, all.length / 3);
    byte[] moved = first.clone();
    int received = 16 + 72 + 8 + 8 + 8 + 8 + 8;
    while (moved[received] != 18) {
      received++;
    }
    moved[received] = 19;
    answers.addAll(List.of(first, all, first, moved));
    KernelSockets sockets = sockets();

    assertThat(counts(sockets.read(LISTENERS, LIMIT)).seen()).isEqualTo(1);
    assertThat(counts(sockets.read(LISTENERS, LIMIT)).seen()).isEqualTo(3);
    assertThat(counts(sockets.read(LISTENERS, LIMIT)).working().atMost(0)).isTrue();
    assertThat(counts(sockets.read(LISTENERS, LIMIT)).working().atMost(0)).isFalse();
  }

  @Test
  void connectionsOfAListenerThatWasAddedAreSeenThen() throws Exception {
    byte[] all = KernelAnswers.recorded("ipv4");
    answers.addAll(List.of(all, all));
    KernelSockets sockets = sockets();
    sockets.read(List.of(KernelAnswers.IPV6_LISTENER), LIMIT);

    SocketCounts counts = counts(sockets.read(LISTENERS, LIMIT));

    assertThat(counts.open()).isEqualTo(3);
    assertThat(counts.seen()).isEqualTo(3);
  }

  @Test
  void readsProcForEverWhereNetlinkIsRefused() {
    for (Throwable refusal :
        List.of(
            new SystemCallException("socket", SystemCallException.EPROTONOSUPPORT),
            new SystemCallException("socket", SystemCallException.EPERM),
            new SystemCallException("sock_diag", SystemCallException.ENOENT),
            new UnsupportedOperationException("not for s390x"),
            new ExceptionInInitializerError("no linker"))) {
      asked = 0;
      failures.add(refusal);
      KernelSockets sockets = sockets();

      assertThat(counts(sockets.read(LISTENERS, LIMIT)).source()).isEqualTo(CountSource.PROC);
      assertThat(counts(sockets.read(LISTENERS, LIMIT)).open()).isEqualTo(1);
      assertThat(asked).isEqualTo(1);
    }
  }

  @Test
  void aPassingFailureIsOneUnknownReading() throws Exception {
    failures.add(new SystemCallException("recvfrom", SystemCallException.ENOBUFS));
    answers.add(KernelAnswers.recorded("ipv4"));
    KernelSockets sockets = sockets();

    assertThat(sockets.read(LISTENERS, LIMIT))
        .isEqualTo(
            new SocketReading.Unknown("sock_diag could not be read: recvfrom failed with ENOBUFS"));
    assertThat(counts(sockets.read(LISTENERS, LIMIT)).source()).isEqualTo(CountSource.SOCK_DIAG);
  }

  @Test
  void isUnknownWhereNeitherCanBeRead() throws Exception {
    Files.delete(folder.resolve("tcp"));
    failures.add(new SystemCallException("socket", SystemCallException.EPERM));
    failures.add(new SystemCallException("socket", SystemCallException.EPERM));
    KernelSockets sockets = sockets();

    assertThat(sockets.read(LISTENERS, LIMIT)).isInstanceOf(SocketReading.Unknown.class);
    assertThat(sockets.read(LISTENERS, LIMIT)).isInstanceOf(SocketReading.Unknown.class);
    assertThat(asked).isEqualTo(2);
  }
}
