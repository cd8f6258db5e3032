package io.ebbgate.sidecar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real drain while a load balancer still sends new connections, each with a request. */
@Timeout(90)
class LateClientsIT {
  private static final Duration EVERY = Duration.ofMillis(40);

  @TempDir Path folder;
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean registered = true;

  /** Endpoints are taken away late, and nothing says when. */
  @Test
  void areServedForFiveSecondsAfterTheDeletion() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.beside(gateway, folder, Setting.MAX_ANNOUNCE.env(), "15s")) {
      Thread load = Thread.ofPlatform().start(() -> load(gateway));
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      TimeUnit.SECONDS.sleep(5);
      long ended = release(load);
      RawHttp.Answer verdict = answer.get(30, TimeUnit.SECONDS);

      assertThat(failures).isEmpty();
      assertThat(sent.get()).isGreaterThan(80);
      assertThat(verdict.body()).contains("\"verdict\":\"clean\"");
      assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(Duration.ofSeconds(2));
    }
  }

  /** Far longer than {@code max-announce}, until the observer says that the condition is False. */
  @Test
  void areServedUntilTheConditionSaysThatTheBalancerHasLetGo() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.beside(
                gateway, folder, Setting.HOLD_UNTIL.env(), "condition=example.com/registered")) {
      Thread load = Thread.ofPlatform().start(() -> load(gateway));
      // It may come before the hook.
      assertThat(put(sidecar, "{\"registered\": true}").status()).isEqualTo(200);
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      TimeUnit.SECONDS.sleep(8);
      assertThat(answer).isNotDone();
      long ended = release(load);
      assertThat(put(sidecar, "{\"registered\": false}").status()).isEqualTo(200);
      RawHttp.Answer verdict = answer.get(30, TimeUnit.SECONDS);

      assertThat(failures).isEmpty();
      assertThat(sent.get()).isGreaterThan(130);
      assertThat(verdict.body()).contains("\"verdict\":\"clean\"", "let go of the pod after 8");
      assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 503})
  void areServedUntilTheCheckWithinThePodSaysSo(int status) throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        RawServer check = RawServer.saying(socket -> answer(socket, registered ? 200 : status));
        SidecarProcess sidecar =
            SidecarProcess.beside(
                gateway,
                folder,
                Setting.HOLD_UNTIL.env(),
                "http://127.0.0.1:" + check.address().getPort() + "/registered")) {
      Thread load = Thread.ofPlatform().start(() -> load(gateway));
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      TimeUnit.SECONDS.sleep(5);
      assertThat(answer).isNotDone();
      long ended = release(load);
      RawHttp.Answer verdict = answer.get(30, TimeUnit.SECONDS);

      assertThat(failures).isEmpty();
      assertThat(verdict.body()).contains("\"verdict\":\"clean\"", "let go of the pod after 5");
      assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(Duration.ofMillis(1500));
    }
  }

  /** A check that hangs, fails or is not there says nothing: the minimum is kept. */
  @ParameterizedTest
  @ValueSource(ints = {0, 500, 302})
  void areNotWaitedForWhereTheCheckSaysNothing(int status) throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        RawServer check = RawServer.saying(socket -> answer(socket, status));
        SidecarProcess sidecar =
            SidecarProcess.beside(
                gateway,
                folder,
                Setting.HOLD_UNTIL.env(),
                "http://127.0.0.1:" + check.address().getPort() + "/")) {
      RawHttp.Answer verdict = sidecar.deletion().get(30, TimeUnit.SECONDS);

      assertThat(verdict.body()).contains("\"verdict\":\"clean\"", "Nothing was heard");
      assertThat(verdict.took()).isLessThan(Duration.ofSeconds(2));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"registered\": 1}", "{\"registered\": \"true\"}", "", "true"})
  void areNoMatterOfABodyOfAnotherForm(String body) throws Exception {
    try (SidecarProcess sidecar = SidecarProcess.withoutEnvoy(folder)) {
      assertThat(put(sidecar, body).status()).isEqualTo(400);
      assertThat(
              RawHttp.send(sidecar.hook(), "PUT", Paths.REGISTRATION, "{\"registered\": true}")
                  .status())
          .as("without the token")
          .isEqualTo(403);
    }
  }

  /** The balancer lets go: no connection is made any more, and all are done. */
  private long release(Thread load) throws InterruptedException {
    long at = System.nanoTime();
    registered = false;
    load.join();
    return at;
  }

  private static RawHttp.Answer put(SidecarProcess sidecar, String body) throws IOException {
    return RawHttp.send(
        sidecar.hook(), "PUT", Paths.REGISTRATION, body, Headers.TOKEN, SidecarProcess.TOKEN);
  }

  private static void answer(Socket socket, int status) throws IOException, InterruptedException {
    if (status == 0) {
      TimeUnit.SECONDS.sleep(10);
      return;
    }
    var _ = socket.getInputStream().read(new byte[1024]);
    String head = "HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(US_ASCII));
  }

  private void load(GatewayFixture gateway) {
    int port = gateway.envoy().listener("web").getPort();
    while (registered) {
      sent.incrementAndGet();
      try (KeepAlive client = new KeepAlive(new Socket(InetAddress.getLoopbackAddress(), port))) {
        client.get("/");
        TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
      } catch (IOException | InterruptedException e) {
        failures.add(e.toString());
      }
    }
  }
}
