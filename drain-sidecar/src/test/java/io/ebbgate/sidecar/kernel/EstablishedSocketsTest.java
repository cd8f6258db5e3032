package io.ebbgate.sidecar.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstablishedSocketsTest {
  private static final int MESSAGE = 72;
  private static final int WITH_INFO = 140;

  /** As the kernel says it of one that has carried nothing yet. */
  private static DiagSocket socket(boolean works) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MESSAGE + WITH_INFO).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(0, (byte) ListenerFilter.IPV4).putInt(56, works ? 1 : 0);
    bytes.putShort(MESSAGE, (short) WITH_INFO);
    bytes.putShort(MESSAGE + 2, (short) DiagSocket.TCP_INFO);
    DiagSocket socket = new DiagSocket(bytes);
    assertThat(socket.moveTo(0, bytes.capacity())).isTrue();
    return socket;
  }

  @ParameterizedTest
  @CsvSource({
    "all are held,                      100, 90",
    "those that work do not all fit,  9000, 8000",
    "not all that are idle fit,      12000, 10000",
    "most of them work,              12000, 100",
  })
  void givesEachIdleOneBeforeOneThatWorks(String named, int all, int idle) throws IOException {
    EstablishedSockets sockets = new EstablishedSockets();
    for (int i = 0; i < all; i++) {
      // Evenly mixed.
      sockets.add(socket((long) (i + 1) * idle / all == (long) i * idle / all));
    }

    assertThat(sockets.open()).isEqualTo(all);
    assertThat(sockets.working()).isEqualTo(all - idle);
    assertThat(sockets.first(idle))
        .as(named)
        .hasSize(Math.min(idle, EstablishedSockets.MOST))
        .noneMatch(EstablishedSockets.Each::works);
    assertThat(sockets.first(all)).hasSize(Math.min(all, EstablishedSockets.MOST));
  }
}
