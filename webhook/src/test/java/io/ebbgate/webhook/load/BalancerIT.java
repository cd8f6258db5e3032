package io.ebbgate.webhook.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.load.Balancer.State;
import io.ebbgate.webhook.load.ScriptedServer.Peer;
import io.ebbgate.webhook.load.ScriptedServer.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The balancer chooses as kube-proxy does and passes everything on, resets too. */
@Timeout(30)
class BalancerIT {
  private final List<ScriptedServer> pods = new ArrayList<>();
  private Balancer balancer = Balancer.open(InetAddress.getLoopbackAddress(), Duration.ZERO);

  BalancerIT() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    balancer.close();
    for (ScriptedServer pod : pods) {
      pod.close();
    }
  }

  @Test
  void choosesReadyPodsInTurnForNewConnections() throws Exception {
    pod("a", State.READY, peer -> peer.send("a"));
    pod("b", State.READY, peer -> peer.send("b"));
    assertThat(answer() + answer()).isIn("ab", "ba");
  }

  @Test
  void usesTerminatingPodsOnlyWhereNoneIsReady() throws Exception {
    pod("a", State.SERVING_TERMINATING, peer -> peer.send("a"));
    assertThat(answer()).isEqualTo("a");
    pod("b", State.READY, peer -> peer.send("b"));
    assertThat(answer() + answer()).isEqualTo("bb");
  }

  @Test
  void takesAPodOutAfterTheDelayAndKeepsItsConnections() throws Exception {
    Duration delay = Duration.ofMillis(300);
    balancer.close();
    balancer = Balancer.open(InetAddress.getLoopbackAddress(), delay);
    ScriptedServer echo = pod("echo", State.READY, BalancerIT::echo);
    Await.until("the pod is in", () -> answer().equals("!"));
    try (Socket kept = connect()) {
      assertThat(echoed(kept, '1')).isEqualTo('1');
      long updated = System.nanoTime();
      balancer.update("echo", echo.address(), State.OUT);
      assertThat(answer()).isEqualTo("!");
      Await.until("the pod is out", delay.multipliedBy(10), () -> answer().isEmpty());
      assertThat(Duration.ofNanos(System.nanoTime() - updated)).isGreaterThan(delay);
      assertThat(echoed(kept, '2')).isEqualTo('2');
      assertThat(balancer.connections("echo")).isOne();
    }
  }

  @Test
  void resetsAClientWhereNoPodIsReady() throws Exception {
    try (Socket client = connect()) {
      assertReset(client);
    }
  }

  @Test
  void resetsAClientWhosePodRefuses() throws Exception {
    balancer.update("refusing", ClientRun.refusingAddress(), State.READY);
    try (Socket client = connect()) {
      assertReset(client);
    }
  }

  @Test
  void passesAHalfCloseAndWhatComesAfterIt() throws Exception {
    pod(
        "server",
        State.READY,
        peer -> {
          String all = peer.reader().readLine();
          peer.send(all + (peer.reader().read() < 0 ? " and the end" : " and more"));
        });
    assertThat(answer()).isEqualTo("sent and the end");
  }

  @Test
  void passesAResetOnEitherSide() throws Exception {
    ScriptedServer server = pod("server", State.READY, BalancerIT::resetOrCountAReset);
    try (Socket cut = connect()) {
      cut.getOutputStream().write('r');
      assertReset(cut);
    }
    Socket cutting = connect();
    cutting.getOutputStream().write('x');
    Relay.reset(cutting);
    Await.until("the pod sees a reset", () -> server.requests() == 1);
  }

  private ScriptedServer pod(String name, State state, Script script) throws IOException {
    ScriptedServer pod = ScriptedServer.open(script);
    pods.add(pod);
    balancer.update(name, pod.address(), state);
    return pod;
  }

  private static void echo(Peer peer) throws IOException {
    for (int next = peer.reader().read(); next >= 0; next = peer.reader().read()) {
      peer.send(new byte[] {(byte) (next == 's' ? '!' : next)});
      if (next == 's') {
        return;
      }
    }
  }

  private static void resetOrCountAReset(Peer peer) throws Exception {
    if (peer.reader().read() == 'r') {
      peer.reset();
      return;
    }
    try {
      peer.reader().read();
    } catch (IOException reset) {
      peer.requests().incrementAndGet();
    }
  }

  private Socket connect() throws IOException {
    return new Socket(balancer.address().getAddress(), balancer.address().getPort());
  }

  private static void assertReset(Socket client) {
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  private static int echoed(Socket socket, char letter) throws IOException {
    socket.getOutputStream().write(letter);
    return socket.getInputStream().read();
  }

  /** The answer on a new connection to a line and a half-close; empty if it is reset. */
  private String answer() {
    try (Socket client = connect()) {
      client.getOutputStream().write("sent\n".getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException reset) {
      return "";
    }
  }
}
