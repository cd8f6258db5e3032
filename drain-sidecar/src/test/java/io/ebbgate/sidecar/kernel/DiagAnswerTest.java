package io.ebbgate.sidecar.kernel;

import static io.ebbgate.sidecar.kernel.KernelAnswers.IPV4_LISTENER;
import static io.ebbgate.sidecar.kernel.KernelAnswers.IPV6_LISTENER;
import static io.ebbgate.sidecar.kernel.KernelAnswers.MAPPED_LISTENER;
import static io.ebbgate.sidecar.kernel.KernelAnswers.counts;
import static io.ebbgate.sidecar.kernel.KernelAnswers.listener;
import static io.ebbgate.sidecar.kernel.KernelAnswers.recorded;
import static io.ebbgate.sidecar.kernel.ListenerFilter.IPV4;
import static io.ebbgate.sidecar.kernel.ListenerFilter.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.ebbgate.core.drain.SocketCounts;
import io.ebbgate.core.testkit.Property;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagAnswerTest {
  private static SocketCounts three(int working, int leastIdle) {
    return new SocketCounts(
        CountSource.SOCK_DIAG, 3, Count.of(working), 3, Optional.of(Duration.ofMillis(leastIdle)));
  }

  @Test
  void aRecordedAnswerIsOneWorkingAndTwoIdleConnections() throws Exception {
    assertThat(counts(recorded("ipv4"), IPV4, IPV4_LISTENER)).isEqualTo(three(1, 356));
  }

  @Test
  void anAnsweredConnectionWorksAMomentLonger() throws Exception {
    assertThat(counts(recorded("ipv6"), IPV6, IPV6_LISTENER)).isEqualTo(three(2, 104));
  }

  @Test
  void aWildcardOfIpv6HasItsIpv4Peers() throws Exception {
    assertThat(counts(recorded("mapped"), IPV6, MAPPED_LISTENER)).isEqualTo(three(2, 100));
    assertThat(counts(recorded("mapped"), IPV6, listener("::ffff:127.0.0.1", 40775)).open())
        .isEqualTo(3);
  }

  @Test
  void otherAddressesPortsAndFamiliesAreNotCounted() throws Exception {
    for (ListenerSocket other :
        List.of(
            listener("127.0.0.2", 43983),
            listener("127.0.0.1", 43984),
            listener("::", 43983),
            listener("::ffff:127.0.0.1", 43983))) {
      assertThat(counts(recorded("ipv4"), IPV4, other))
          .isEqualTo(new SocketCounts(CountSource.SOCK_DIAG, 0, Count.of(0), 0, Optional.empty()));
    }
    assertThat(counts(recorded("mapped"), IPV6, listener("0.0.0.0", 40775)).open()).isZero();
    assertThat(counts(recorded("ipv4"), IPV4, listener("0.0.0.0", 43983)).open()).isEqualTo(3);
  }

  @Test
  void aSocketIsReadWithAllItsNumbers() throws Exception {
    List<List<Long>> numbers = new ArrayList<>();

    KernelAnswers.read(
        recorded("ipv4"),
        IPV4,
        socket ->
            numbers.add(
                List.of(
                    socket.cookie(),
                    socket.queued() ? 1L : 0L,
                    socket.bytesReceived(),
                    socket.bytesAcknowledged(),
                    socket.sinceReceived(),
                    socket.sinceSent(),
                    socket.sinceAcknowledged())));

    assertThat(numbers)
        .containsExactly(
            List.of(57L, 0L, 18L, 100L, 432L, 384L, 384L),
            List.of(58L, 1L, 6L, 0L, 356L, 356L, 356L),
            List.of(59L, 0L, 0L, 0L, 440L, 440L, 440L));
  }

  @Test
  void onlyTheLastMessageEndsIt() throws Exception {
    assertThat(KernelAnswers.read(recorded("ipv4"), IPV4, socket -> {})).isFalse();
    assertThat(KernelAnswers.read(recorded("done"), IPV4, socket -> {})).isTrue();
  }

  @Test
  void theAnswerToAnEarlierRequestIsPassedOver() throws Exception {
    assertThat(counts(recorded("ipv4"), IPV6, IPV4_LISTENER).open()).isZero();
    assertThat(KernelAnswers.read(recorded("done"), IPV6, socket -> {})).isFalse();
  }

  @Test
  void aRefusalIsItsErrno() {
    byte[] error = new byte[36];
    ByteBuffer.wrap(error)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(36)
        .putShort((short) 2)
        .putShort((short) 0)
        .putInt(IPV4)
        .putInt(0)
        .putInt(-SystemCallException.ENOENT);

    assertThatIOException()
        .isThrownBy(() -> KernelAnswers.read(error, IPV4, socket -> {}))
        .isInstanceOfSatisfying(
            SystemCallException.class,
            e -> assertThat(e.errno()).isEqualTo(SystemCallException.ENOENT));
  }

  @Test
  void anInterruptedDumpIsNoAnswer() throws Exception {
    byte[] interrupted = recorded("ipv4");
    interrupted[6] |= 0x10;

    assertThatIOException().isThrownBy(() -> counts(interrupted, IPV4, IPV4_LISTENER));
  }

  /** It would be fewer connections than there are. */
  @Test
  void aCutAnswerIsNoAnswer() throws Exception {
    byte[] whole = recorded("ipv4");
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length % (whole.length / 3) != 0) {
        assertThatIOException().isThrownBy(() -> counts(cut, IPV4, IPV4_LISTENER));
      }
    }
  }

  /** Before 4.2 the kernel counted no bytes. */
  @Test
  void aShortTcpInfoIsNoAnswer() throws Exception {
    byte[] old = recorded("ipv4");
    ByteBuffer bytes = ByteBuffer.wrap(old).order(ByteOrder.LITTLE_ENDIAN);
    int attribute = 16 + 72;
    while (bytes.getShort(attribute + 2) != DiagSocket.TCP_INFO) {
      attribute += DiagSocket.aligned(bytes.getShort(attribute));
    }
    bytes.putShort(attribute + 2, (short) 99);

    assertThatIOException().isThrownBy(() -> counts(old, IPV4, IPV4_LISTENER));
  }

  @Test
  void anyChangedAnswerIsReadOrRefused() {
    Property.holds(
        2_000,
        random -> {
          try {
            byte[] changed = recorded("ipv4");
            for (int i = random.nextInt(1, 8); i > 0; i--) {
              changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            assertThat(counts(changed, IPV4, IPV4_LISTENER).open()).isBetween(0L, 3L);
          } catch (IOException _) {
            // Refused.
          }
        });
  }
}
