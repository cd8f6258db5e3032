package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.tool.load.Balancer.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The balancer chooses as kube-proxy does and passes on everything that happens, good or bad. */
@Timeout(30)
class BalancerIT {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @Test
  void choosesReadyPodsInTurnForNewConnections() throws Exception {
    try (Balancer balancer = Balancer.open(HERE, Duration.ZERO);
        ScriptedServer a = saying("a");
        ScriptedServer b = saying("b")) {
      balancer.update("a", a.address(), State.READY);
      balancer.update("b", b.address(), State.READY);
      assertThat(eventually(balancer, "b")).isEqualTo("b");
      assertThat(word(balancer) + word(balancer)).isIn("ab", "ba");
    }
  }

  @Test
  void usesTerminatingPodsOnlyWhereNoneIsReady() throws Exception {
    try (Balancer balancer = Balancer.open(HERE, Duration.ZERO);
        ScriptedServer a = saying("a");
        ScriptedServer b = saying("b")) {
      balancer.update("a", a.address(), State.SERVING_TERMINATING);
      assertThat(eventually(balancer, "a")).isEqualTo("a");
      balancer.update("b", b.address(), State.READY);
      assertThat(eventually(balancer, "b")).isEqualTo("b");
      assertThat(word(balancer) + word(balancer)).isEqualTo("bb");
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
        assertThat(ask(kept, '1')).isEqualTo('1');
        long told = System.nanoTime();
        balancer.update("echo", echo.address(), State.OUT);
        assertThat(word(balancer)).isEqualTo("!");
        while (!word(balancer).isEmpty()) {
          assertThat(System.nanoTime() - told).isLessThan(delay.toNanos() * 10);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isGreaterThan(delay);
        assertThat(ask(kept, '2')).isEqualTo('2');
        assertThat(balancer.connections("echo")).isOne();
      }
    }
  }

  @Test
  void resetsAClientWhereNobodyCanTakeIt() throws Exception {
    try (Balancer balancer = Balancer.open(HERE, Duration.ZERO);
        Socket client = connect(balancer)) {
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void resetsAClientWhosePodRefuses() throws Exception {
    InetSocketAddress nobody;
    try (ServerSocket gone = new ServerSocket(0, 1, HERE)) {
      nobody = (InetSocketAddress) gone.getLocalSocketAddress();
    }
    try (Balancer balancer = Balancer.open(HERE, Duration.ZERO)) {
      balancer.update("gone", nobody, State.READY);
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
            ScriptedServer.open(guest -> {
              String all = guest.in().readLine();
              guest.say(all + (guest.in().read() < 0 ? " and the end" : " and more"));
            })) {
      balancer.update("server", server.address(), State.READY);
      assertThat(eventually(balancer, "sent and the end")).isEqualTo("sent and the end");
    }
  }

  @Test
  void passesAResetOnEitherSide() throws Exception {
    try (Balancer balancer = Balancer.open(HERE, Duration.ZERO);
        ScriptedServer server =
            ScriptedServer.open(guest -> {
              if (guest.in().read() == 'r') {
                guest.reset();
                return;
              }
              try {
                guest.in().read();
              } catch (IOException reset) {
                guest.requests().incrementAndGet();
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

  private static ScriptedServer saying(String word) throws IOException {
    return ScriptedServer.open(guest -> guest.say(word));
  }

  private static void echo(ScriptedServer.Guest guest) throws IOException {
    for (int next = guest.in().read(); next >= 0; next = guest.in().read()) {
      guest.say(new byte[] {(byte) (next == 's' ? '!' : next)});
      if (next == 's') {
        return;
      }
    }
  }

  private static Socket connect(Balancer balancer) throws IOException {
    return new Socket(balancer.address().getAddress(), balancer.address().getPort());
  }

  private static int ask(Socket socket, char letter) throws IOException {
    socket.getOutputStream().write(letter);
    return socket.getInputStream().read();
  }

  /** What a new connection says after it was sent a line and a half-close; empty if it is reset. */
  private static String word(Balancer balancer) {
    try (Socket client = connect(balancer)) {
      client.getOutputStream().write("sent\n".getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException reset) {
      return "";
    }
  }

  /** News takes a moment even without a delay. */
  private static String eventually(Balancer balancer, String wanted) {
    long start = System.nanoTime();
    String word = word(balancer);
    while (!word.equals(wanted) && System.nanoTime() - start < 5e9) {
      word = word(balancer);
    }
    return word;
  }
}
