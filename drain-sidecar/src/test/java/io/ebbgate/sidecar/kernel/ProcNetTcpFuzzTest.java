package io.ebbgate.sidecar.kernel;

import static io.ebbgate.sidecar.kernel.ListenerFilter.IPV4;
import static io.ebbgate.sidecar.kernel.ListenerFilter.IPV6;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/**
 * Whatever {@code /proc/net/tcp} is: it is read, or an {@link IOException} says that it can't be.
 * Runs its seeds as ordinary tests; {@code JAZZER_FUZZ=1} searches for more.
 */
class ProcNetTcpFuzzTest {
  private static final ListenerSocket LISTENER = KernelAnswers.IPV4_LISTENER;

  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyFile(byte[] bytes) {
    String file = new String(bytes, ISO_8859_1);
    for (int family : new int[] {IPV4, IPV6}) {
      try {
        assertThat(KernelAnswers.proc(file, family, LISTENER).open())
            .isBetween(0L, file.lines().count());
      } catch (IOException _) {
        // Refused.
      }
    }
  }
}
