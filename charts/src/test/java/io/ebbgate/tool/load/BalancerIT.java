package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.tool.load.Balancer.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The balancer chooses as kube-proxy does and passes everything on, resets too. */
@Timeout(30)
class BalancerIT {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @Test
  void choosesReadyPodsInTurnForNewConnections() throws Exception {
    try (Balancer balancer = Balancer.open(HERE, Duration.ZERO);
        ScriptedServer a = sending("a");
        ScriptedServer b = sending("b")) {
      balancer.update("a", a.address(), State.READY);
      balancer.update("b", b.address(), State.READY);
      assertThat(eventually(balancer, "b")).isEqualTo("b");
      assertThat(answer(balancer) + answer(balancer)).isIn("ab", "ba");
    }
  }

  @Test
  void usesTerminatingPodsOnlyWhereNoneIsReady() throws Exception {
    try (Balancer balancer = Balancer.open(HERE, Duration.ZERO);
        ScriptedServer a = sending("a");
        ScriptedServer b = sending("b")) {
      balancer.update("a", a.address(), State.SERVING_TERMINATING);
      assertThat(eventually(balancer, "a")).isEqualTo("a");
      balancer.update("b", b.address(), State.READY);
      assertThat(eventually(balancer, "b")).isEqualTo("b");
      assertThat(answer(balancer) + answer(balancer)).isEqualTo("bb");
    }
  }

  @Test
  void takesAPodOutAfterTheDelayAndKeepsItsConnections() throws Exception {
    Duration delay = Duration.ofMillis(300);
    try (Balancer balancer = Balancer.open(HERE, delay);
        ScriptedServer echo = ScriptedServer.open(BalancerIT::echo)) {
      balancer.update("echo", echo.address(), State.READY);
      assertThat(eventually(balancer, "!")).isEqualTo("!");
      try (Socket kept = connect(balancer)) {
        assertThat(echoed(kept, '1')).isEqualTo('1');
        long updated = System.nanoTime();
        balancer.update("echo", echo.address(), State.OUT);
        assertThat(answer(balancer)).isEqualTo("!");
        while (!answer(balancer).isEmpty()) {
          assertThat(System.nanoTime() - updated).isLessThan(delay.toNanos() * 10);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - updated)).isGreaterThan(delay);
        assertThat(echoed(kept, '2')).isEqualTo('2');
        assertThat(balancer.connections("echo")).isOne();
      }
    }
  }

  @Test
  void resetsAClientWhereNoPodIsReady() throws Exception {
    try (Balancer balancer = Balancer.open(HERE, Duration.ZERO);
        Socket client = connect(balancer)) {
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void resetsAClientWhosePodRefuses() throws Exception {
    try (Balancer balancer = Balancer.open(HERE, Duration.ZERO)) {
      balancer.update("refusing", ClientRun.refusingAddress(), State.READY);
      try (Socket client = connect(balancer)) {
        assertThatThrownBy(() -> client.getInputStream().read())
            .isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void passesAHalfCloseAndWhatComesAfterIt() throws Exception {
    try (Balancer balancer = Balancer.open(HERE, Duration.ZERO);
        ScriptedServer server =
            ScriptedServer.open(peer -> {
              String all = peer.reader().readLine();
              peer.send(all + (peer.reader().read() < 0 ? " and the end" : " and more"));
            })) {
      balancer.update("server", server.address(), State.READY);
      assertThat(eventually(balancer, "sent and the end")).isEqualTo("sent and the end");
    }
  }

  @Test
  void passesAResetOnEitherSide() throws Exception {
    try (Balancer balancer = Balancer.open(HERE, Duration.ZERO);
        ScriptedServer server =
            ScriptedServer.open(peer -> {
              if (peer.reader().read() == 'r') {
                peer.reset();
                return;
              }
              try {
                peer.reader().read();
              } catch (IOException reset) {
                peer.requests().incrementAndGet();
              }
            })) {
      balancer.update("server", server.address(), State.READY);
      try (Socket cut = connect(balancer)) {
        cut.getOutputStream().write('r');
        assertThatThrownBy(() -> cut.getInputStream().read()).isInstanceOf(SocketException.class);
      }
      Socket cutting = connect(balancer);
      cutting.getOutputStream().write('x');
      Relay.reset(cutting);
      while (server.requests() == 0) {
        Thread.onSpinWait();
      }
      assertThat(server.requests()).isOne();
    }
  }

  private static ScriptedServer sending(String answer) throws IOException {
    return ScriptedServer.open(peer -> peer.send(answer));
  }

  private static void echo(ScriptedServer.Peer peer) throws IOException {
    for (int next = peer.reader().read(); next >= 0; next = peer.reader().read()) {
      peer.send(new byte[] {(byte) (next == 's' ? '!' : next)});
      if (next == 's') {
        return;
      }
    }
  }

  private static Socket connect(Balancer balancer) throws IOException {
    return new Socket(balancer.address().getAddress(), balancer.address().getPort());
  }

  private static int echoed(Socket socket, char letter) throws IOException {
    socket.getOutputStream().write(letter);
    return socket.getInputStream().read();
  }

  /** The answer on a new connection to a line and a half-close; empty if it is reset. */
  private static String answer(Balancer balancer) {
    try (Socket client = connect(balancer)) {
      client.getOutputStream().write("sent\n".getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException reset) {
      return "";
    }
  }

  /** Waits up to 5 s for that answer. */
  private static String eventually(Balancer balancer, String wanted) {
    long start = System.nanoTime();
    String answer = answer(balancer);
    while (!answer.equals(wanted) && System.nanoTime() - start < 5e9) {
      answer = answer(balancer);
    }
    return answer;
  }
}
