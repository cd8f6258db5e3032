package io.ebbgate.sidecar.kernel;

import static io.ebbgate.sidecar.kernel.ListenerFilter.IPV4;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/**
 * Whatever an answer of {@code sock_diag} is: it is read, or an {@link IOException} says that it
 * can't be. Runs its seeds as ordinary tests; {@code JAZZER_FUZZ=1} searches for more.
 */
class SockDiagFuzzTest {
  private static final ListenerSocket LISTENER = KernelAnswers.IPV4_LISTENER;

  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyDatagram(byte[] datagram) {
    try {
      // A socket takes at least its header, its message and tcp_info.
      assertThat(KernelAnswers.counts(datagram, IPV4, LISTENER).open())
          .isBetween(0L, datagram.length / 228L);
    } catch (IOException _) {
      // Refused.
    }
  }
}
