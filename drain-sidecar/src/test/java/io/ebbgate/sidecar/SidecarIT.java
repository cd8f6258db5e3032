package io.ebbgate.sidecar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process, a real Envoy, real sockets. */
@Timeout(60)
class SidecarIT {
  @TempDir Path folder;

  @Tag("versions")
  @Test
  void drainsAGatewayUnderLoadAndEachClientIsTold() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = started(gateway);
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch busy = new CountDownLatch(8);
      List<Future<Integer>> loads =
          IntStream.range(0, 8)
              .mapToObj(_ -> clients.submit(() -> untilTold(gateway, busy)))
              .toList();
      assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
      RawHttp.Answer answer = sidecar.deletion().get();

      assertThat(answer.body())
          .contains("\"verdict\":\"clean\"", ",\"end\":0}")
          .contains("\"actions\":[\"announce\",\"fail_readiness\",\"stop_listeners\"]");
      for (Future<Integer> load : loads) {
        assertThat(load.get()).isPositive();
      }
    }
  }

  /** Requests without a pause on one connection, until Envoy says that it ends. */
  private static int untilTold(GatewayFixture gateway, CountDownLatch busy) throws IOException {
    try (KeepAlive client = gateway.client()) {
      int requests = 0;
      while (!client.told()) {
        client.get(requests % 5 == 0 ? "/slow/20" : "/");
        requests++;
        if (requests == 1) {
          busy.countDown();
        }
      }
      return requests;
    }
  }

  @Test
  void waitsForASlowResponseOverAUnixSocket() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overUnixSocket(folder);
        SidecarProcess sidecar = started(gateway)) {
      CompletableFuture<RawHttp.Answer> answer;
      try (KeepAlive client = gateway.client()) {
        client.send("/slow/4000");
        answer = sidecar.deletion();
        client.receive();
      }

      assertThat(answer.get().body()).contains("\"verdict\":\"clean\"");
      assertThat(answer.get().took()).isBetween(Duration.ofMillis(3500), Duration.ofMillis(5500));
    }
  }

  @Test
  void answersTheHookAfterTwelveSecondsUncutAndWithItsVerdict() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = started(gateway, Setting.MIN_DRAIN.env(), "12500ms")) {
      RawHttp.Answer answer = sidecar.deletion().get();

      assertThat(answer.took()).isGreaterThan(Duration.ofMillis(12_400));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.head()).contains("Connection: close");
      assertThat(answer.body()).contains("\"verdict\":\"clean\"");
    }
  }

  @Test
  void goesOnWhenTheCallerHangsUp() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = started(gateway)) {
      String request =
          "GET /v1/drain HTTP/1.1\r\n%s: %s\r\n\r\n".formatted(Headers.TOKEN, SidecarProcess.TOKEN);
      Socket socket = new Socket(sidecar.hook().getAddress(), sidecar.hook().getPort());
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      RawHttp.call(sidecar.hook(), "GET", Paths.TERMINATING, Headers.TOKEN, SidecarProcess.TOKEN);
      sidecar.awaitLog("\"phase\":\"announcing\"");
      socket.close();

      sidecar.awaitLog("\"phase\":\"released\",\"verdict\":\"clean\"");
    }
  }

  @Test
  void writesATerminationMessageThatIsProvisionalFirst() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = started(gateway)) {
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      sidecar.awaitLog("\"phase\":\"announcing\"");
      assertThat(Files.readString(sidecar.message())).contains("\"provisional\":true");

      assertThat(Files.readString(sidecar.message()) + answer.get().body())
          .endsWith(Files.readString(sidecar.message()) + "\n");
      assertThat(Files.readString(sidecar.message())).contains("\"provisional\":false");
    }
  }

  @Test
  void releasesAtOnceWhenEnvoyIsKilled() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = started(gateway);
        KeepAlive client = gateway.client()) {
      client.send("/slow/20000");
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      sidecar.awaitLog("\"phase\":\"announcing\"");
      gateway.signal("KILL");
      long killed = System.nanoTime();

      assertThat(answer.get().body()).contains("\"verdict\":\"proxy_exited\"");
      assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void holdsAStoppedEnvoyToTheDeadlineAndNotLonger() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = started(gateway, Setting.DRAIN_TIMEOUT.env(), "5s")) {
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      sidecar.awaitLog("\"phase\":\"announcing\"");
      gateway.signal("STOP");

      assertThat(answer.get().body()).contains("\"verdict\":\"admin_unreachable\"");
      assertThat(answer.get().took()).isBetween(Duration.ofMillis(4900), Duration.ofMillis(5900));
      gateway.signal("CONT");
    }
  }

  @Test
  void keepsItsDeadlineThoughItsProcessStandsStillForTwoSeconds() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = started(gateway, Setting.DRAIN_TIMEOUT.env(), "5s");
        KeepAlive client = gateway.client()) {
      client.send("/slow/20000");
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      sidecar.awaitLog("\"phase\":\"announcing\"");
      sidecar.signal("STOP");
      TimeUnit.SECONDS.sleep(2);
      sidecar.signal("CONT");

      assertThat(answer.get().body()).contains("\"verdict\":\"forced\"");
      assertThat(answer.get().took()).isBetween(Duration.ofMillis(4900), Duration.ofMillis(5600));
    }
  }

  @Test
  void takesALoneHookForAProbesRestart() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = started(gateway, Env.RESTART_GRACE, "5s");
        KeepAlive client = gateway.client()) {
      client.send("/slow/20000");
      RawHttp.Answer answer = sidecar.drain().get();

      assertThat(answer.body()).contains("\"verdict\":\"restart\"", "\"budgetSeconds\":3.000");
      assertThat(answer.took()).isBetween(Duration.ofMillis(2900), Duration.ofMillis(3900));
    }
  }

  @Test
  void takesAHundredHooksForOne() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = started(gateway)) {
      List<CompletableFuture<RawHttp.Answer>> hooks =
          IntStream.range(0, 100).mapToObj(_ -> sidecar.drain()).toList();
      String verdict = sidecar.deletion().get().body();

      assertThat(hooks).allSatisfy(hook -> assertThat(hook.get().body()).isEqualTo(verdict));
      assertThat(sidecar.log().stream().filter(line -> line.contains("\"released\""))).hasSize(1);
    }
  }

  @Test
  void endsEarlierWhenTheGraceTurnsOutShorter() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = started(gateway);
        KeepAlive client = gateway.client()) {
      client.send("/slow/20000");
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      RawHttp.Answer put = sidecar.putDeadline("{\"seconds\": 6}");

      assertThat(put.status()).isEqualTo(200);
      assertThat(answer.get().body())
          .contains("\"verdict\":\"shortened\"", "\"budgetSeconds\":4.000");
      assertThat(answer.get().took()).isBetween(Duration.ofMillis(3900), Duration.ofMillis(4900));
    }
  }

  @Test
  void drainsAnewAfterEnvoyWasRestarted() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overUnixSocket(folder);
        SidecarProcess sidecar = started(gateway)) {
      assertThat(sidecar.drain().get().body()).contains("\"restart\"");
      // The same socket's path, another process: as a probe's restart leaves it.
      TimeUnit.SECONDS.sleep(3);
      gateway.signal("TERM");
      gateway.envoy().process().waitFor();
      try (GatewayFixture _ = GatewayFixture.overUnixSocket(folder)) {
        sidecar.awaitLog("\"message\":\"serving\"");
        assertThat(sidecar.deletion().get().body())
            .contains("\"verdict\":\"clean\"", "\"trigger\":\"deletion\"");
      }
    }
  }

  private SidecarProcess started(GatewayFixture gateway, String... settings) throws Exception {
    return SidecarProcess.beside(gateway, folder, settings);
  }
}
