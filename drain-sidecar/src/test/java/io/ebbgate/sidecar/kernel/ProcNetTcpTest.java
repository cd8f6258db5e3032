package io.ebbgate.sidecar.kernel;

import static io.ebbgate.sidecar.kernel.KernelAnswers.listener;
import static io.ebbgate.sidecar.kernel.KernelAnswers.proc;
import static io.ebbgate.sidecar.kernel.ListenerFilter.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.ebbgate.core.drain.SocketCounts;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcNetTcpTest {
  private static final String HEADING =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";
  private static final String REST = " 00:00000000 00000000     0        0 1573 1 0000000 100\n";

  /** 127.0.0.1:8080 is {@code 0100007F:1F90}. */
  private static String socket(String local, String remote, String state, String queues) {
    return "   0: " + local + " " + remote + " " + state + " " + queues + REST;
  }

  private static String open(String local, String remote) {
    return socket(local, remote, "01", "00000000:00000000");
  }

  @Test
  void countsTheListenersEstablishedSockets() throws Exception {
    String file =
        HEADING
            + socket("00000000:1F90", "00000000:0000", "0A", "00000000:00000000")
            + open("0100007F:1F90", "0200007F:8000")
            + socket("0100007F:1F90", "0200007F:8001", "08", "00000000:00000000")
            + socket("0100007F:1F90", "0200007F:8002", "06", "00000000:00000000")
            + open("0100007F:1F91", "0200007F:8003")
            + open("0300007F:1F90", "0200007F:8004");

    assertThat(proc(file, listener("127.0.0.1", 8080)).open()).isEqualTo(2);
    assertThat(proc(file, listener("0.0.0.0", 8080)).open()).isEqualTo(3);
    assertThat(proc(file, listener("::", 8080)).open()).isZero();
  }

  /** The kernel writes it in pieces while sockets come and go. */
  @Test
  void aSocketThatIsThereTwiceCountsOnce() throws Exception {
    String line = open("0100007F:1F90", "0200007F:8000");
    String others = open("0100007F:1F90", "0200007F:8001") + open("0300007F:1F90", "0200007F:8000");

    assertThat(proc(HEADING + line + line + others, listener("0.0.0.0", 8080)).open()).isEqualTo(3);
  }

  @Test
  void workIsUnknownUnlessDataIsQueued() throws Exception {
    String idle = HEADING + open("0100007F:1F90", "0200007F:8000");
    String queued = idle + socket("0100007F:1F90", "0200007F:8001", "01", "00000000:0000000A");
    ListenerSocket listener = listener("0.0.0.0", 8080);

    assertThat(proc(idle, listener).working()).isInstanceOf(Count.Unknown.class);
    assertThat(proc(queued, listener).working()).isEqualTo(Count.of(1));
    assertThat(proc(HEADING, listener))
        .isEqualTo(new SocketCounts(CountSource.PROC, 0, Count.of(0), 0, Optional.empty()));
  }

  @Test
  void readsAddressesOfIpv6() throws Exception {
    String mapped =
        HEADING
            + open(
                "0000000000000000FFFF00000100007F:1F90", "0000000000000000FFFF00000200007F:8000");
    String real =
        HEADING
            + open(
                "B80D0120000000000000000001000000:1F90", "B80D0120000000000000000002000000:8000");

    assertThat(proc(mapped, IPV6, listener("::", 8080)).open()).isEqualTo(1);
    assertThat(proc(mapped, IPV6, listener("::ffff:127.0.0.1", 8080)).open()).isEqualTo(1);
    assertThat(proc(mapped, IPV6, listener("127.0.0.1", 8080)).open()).isZero();
    assertThat(proc(real, IPV6, listener("2001:db8::1", 8080)).open()).isEqualTo(1);
    assertThat(proc(real, IPV6, listener("2001:db8::2", 8080)).open()).isZero();
  }

  @Test
  void aCutOrOddFileIsNoAnswer() {
    ListenerSocket listener = listener("0.0.0.0", 8080);
    String line = open("0100007F:1F90", "0200007F:8000");

    assertThatIOException().isThrownBy(() -> proc("", listener));
    assertThatIOException().isThrownBy(() -> proc(HEADING + line.substring(0, 40), listener));
    assertThatIOException().isThrownBy(() -> proc(HEADING + "\n", listener));
    assertThatIOException()
        .isThrownBy(() -> proc(HEADING + line.replace("1F90", "1G90"), listener));
  }

  @Test
  void aVeryLongLineTakesNoMemory() throws Exception {
    String file = HEADING.strip() + " ".repeat(1 << 20) + "\n" + open("0100007F:1F90", "0:0");

    assertThatIOException().isThrownBy(() -> proc(file, listener("0.0.0.0", 8080)));
    assertThat(proc(file.replace(" 0:0 ", " 0200007F:8000 "), listener("0.0.0.0", 8080)).open())
        .isEqualTo(1);
  }
}
