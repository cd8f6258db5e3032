package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Envoy that keeps none of the statistics that a drain counts, as a stock Istio gateway. */
@Timeout(60)
class WithoutStatisticsIT {
  /** So late that the kernel's clock shows the answer to be later than the request. */
  private static final String ANSWERED = "/slow/50";

  @TempDir Path folder;

  private SidecarProcess beside(GatewayFixture gateway) throws InterruptedException {
    return SidecarProcess.beside(gateway, folder, Setting.IDLE_LINGER.env(), "3s");
  }

  @Test
  void anIdleGatewayIsCleanAsSoonAsItMay() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.likeIstio();
        SidecarProcess sidecar = beside(gateway)) {
      RawHttp.Answer answer = sidecar.deletion().get();

      assertThat(answer.body())
          .contains("\"verdict\":\"clean\"", "\"countedBy\":\"sock_diag\"")
          .contains(",\"end\":0},\"requests\"");
      assertThat(answer.took()).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void isReportedBeforeTheFirstDrain() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.likeIstio();
        SidecarProcess sidecar = beside(gateway)) {
      sidecar.awaitLog("Envoy does not keep statistics that a drain counts by");

      Await.until(
          "the metric counts them",
          Duration.ofSeconds(10),
          () -> sidecar.metrics().contains("\nebbgate_statistics_missing 5.0\n"));
      assertThat(sidecar.control("GET", Paths.STATUS).body())
          .contains("Envoy keeps no listener.*.downstream_cx_active");
    }
  }

  @Tag("versions")
  @Test
  void aConnectionThatIsIdleLingers() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.likeIstio();
        SidecarProcess sidecar = beside(gateway);
        KeepAlive client = gateway.client()) {
      client.get(ANSWERED);
      RawHttp.Answer answer = sidecar.deletion().get();

      assertThat(answer.body())
          .contains("\"verdict\":\"lingered\"", "\"countedBy\":\"sock_diag\"")
          .contains("\"connections\":{\"start\":1,\"end\":1}");
      assertThat(answer.took()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6));
    }
  }

  @Test
  void aSlowResponseIsWaitedFor() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.likeIstio();
        SidecarProcess sidecar = beside(gateway)) {
      CompletableFuture<RawHttp.Answer> answer;
      try (KeepAlive client = gateway.client()) {
        client.send("/slow/7000");
        answer = sidecar.deletion();
        client.receive();
        assertThat(answer).isNotDone();
      }

      assertThat(answer.get().body()).contains("\"verdict\":\"clean\"");
    }
  }

  @Test
  void aDatabasesIdleSessionLingers() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.likeIstio();
        SidecarProcess sidecar = beside(gateway);
        KeepAlive session = gateway.client("database")) {
      session.get(ANSWERED);
      RawHttp.Answer answer = sidecar.deletion().get();

      assertThat(answer.body()).contains("\"verdict\":\"lingered\"");
      assertThat(answer.took()).isLessThan(Duration.ofSeconds(6));
    }
  }

  @Test
  void aDatabasesBusySessionIsWaitedFor() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.likeIstio();
        SidecarProcess sidecar = beside(gateway);
        KeepAlive session = gateway.client("database")) {
      session.get(ANSWERED);
      session.send("/slow/7000");
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      session.receive();
      assertThat(answer).isNotDone();

      assertThat(answer.get().body()).contains("\"verdict\":\"lingered\"");
    }
  }

  @Test
  void aDatabasesSessionWithAQueryASecondIsForcedBetweenTwoOfThem() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.likeIstio();
        SidecarProcess sidecar =
            SidecarProcess.beside(
                gateway,
                folder,
                Setting.IDLE_LINGER.env(),
                "3s",
                Setting.DRAIN_TIMEOUT.env(),
                "8s");
        KeepAlive session = gateway.client("database")) {
      try (var queries = Executors.newSingleThreadScheduledExecutor()) {
        var _ = queries.scheduleAtFixedRate(() -> query(session), 0, 1, TimeUnit.SECONDS);
        RawHttp.Answer answer = sidecar.deletion().get();
        queries.shutdownNow();

        assertThat(answer.body())
            .contains("\"verdict\":\"forced\"", "\"connections\":{\"start\":1,\"end\":1}");
        assertThat(answer.took()).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(10));
      }
    }
  }

  private static void query(KeepAlive session) {
    try {
      session.get(ANSWERED);
    } catch (IOException cut) {
      throw new UncheckedIOException(cut);
    }
  }

  @Test
  void checksThatComeAndGoDoNotProlongTheLingerOfTheConnectionBesideThem() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = beside(gateway);
        KeepAlive client = gateway.client()) {
      client.get(ANSWERED);
      try (var checks = Executors.newSingleThreadScheduledExecutor()) {
        var _ = checks.scheduleAtFixedRate(() -> check(gateway), 0, 1, TimeUnit.SECONDS);
        RawHttp.Answer answer = sidecar.deletion().get();
        checks.shutdownNow();

        assertThat(answer.body()).contains("\"verdict\":\"lingered\"");
        assertThat(answer.took()).isLessThan(Duration.ofSeconds(7));
      }
    }
  }

  /** As a balancer does: a connection with one request; refused once the listener is closed. */
  private static void check(GatewayFixture gateway) {
    try (KeepAlive check = gateway.client()) {
      check.get(ANSWERED);
    } catch (IOException closed) {
      assertThat(closed).isInstanceOf(ConnectException.class);
    }
  }
}
