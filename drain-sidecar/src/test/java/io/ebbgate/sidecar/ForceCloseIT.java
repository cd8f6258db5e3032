package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.sidecar.kernel.ForceCloseRights;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections of a real Envoy that the kernel closes at the end of a drain. */
@Timeout(180)
class ForceCloseIT {
  private static final int SESSIONS = 1_000;

  /** A second, over 5 s. */
  private static final double RATE = SESSIONS / 5.0;

  /** One look of the sidecar's, at the rate, and a few milliseconds of the log's clock. */
  private static final int TICK = 25;

  @TempDir Path folder;

  @BeforeEach
  void mayClose() throws IOException {
    assumeTrue(ForceCloseRights.here(), "this process may not close connections");
  }

  @Test
  void aThousandWebSocketsReconnectAtAnEvenRateAndAreCountedAsTheirClientsCount() throws Exception {
    List<LongSession> sessions = new ArrayList<>();
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        GatewayFixture other = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.beside(
                gateway,
                folder,
                Setting.FORCE_CLOSE.env(),
                "all",
                Setting.DRAIN_TIMEOUT.env(),
                "12s")) {
      for (int i = 0; i < SESSIONS; i++) {
        sessions.add(LongSession.open(port(gateway), port(other)));
      }

      RawHttp.Answer answer = sidecar.deletion().get();

      assertThat(answer.body())
          .contains("\"verdict\":\"forced\"")
          .contains("\"closedByForce\":{\"http\":1000,\"tcp\":0,\"working\":1000}");
      assertThat(answer.body()).contains("\"connections\":{\"start\":1000,\"end\":0}");
      Await.until(
          "all have reconnected",
          Duration.ofSeconds(60),
          () -> sessions.stream().allMatch(LongSession::reconnected));
      assertThat(sessions).allMatch(each -> each.resets() == 1);
      assertThat(answer.took()).isLessThan(Duration.ofSeconds(15));
      assertEven(sessions, closingSince(sidecar));
      assertThat(RawHttp.call(sidecar.hook(), "GET", Paths.METRICS).body())
          .contains(MetricNames.FORCE_CLOSE_AVAILABLE + " 1.0")
          .contains(MetricNames.CONNECTIONS_FORCE_CLOSED + "{protocol=\"http\"} 1000.0");
    } finally {
      LongSession.closeAll(sessions);
    }
  }

  private static int port(GatewayFixture gateway) throws IOException {
    InetSocketAddress web = gateway.envoy().listener("web");
    return web.getPort();
  }

  /**
   * At no time have more been reset than the even rate allows; that all were in time is the
   * verdict's. A busy machine only delays: so no time is too long, and few are too short.
   */
  private static void assertEven(List<LongSession> sessions, Instant begin) {
    List<Instant> resets = sessions.stream().map(LongSession::resetAt).sorted().toList();
    for (int i = 0; i < resets.size(); i++) {
      double allowed = Duration.between(begin, resets.get(i)).toMillis() * RATE / 1_000;
      assertThat(i + 1).as("resets until %s", resets.get(i)).isLessThan((int) allowed + TICK);
    }
    System.out.println(
        "reconnections each 500 ms: "
            + sessions.stream()
                .collect(
                    Collectors.groupingBy(
                        each -> Duration.between(begin, each.reconnectedAt()).toMillis() / 500,
                        TreeMap::new,
                        Collectors.counting()))
                .values());
  }

  private static Instant closingSince(SidecarProcess sidecar) {
    String line =
        sidecar.log().stream()
            .filter(each -> each.contains("\"phase\":\"closing\""))
            .findFirst()
            .orElseThrow();
    return Instant.parse(line.split("\"", 5)[3]);
  }

  @Test
  void closesTcpAloneAndLeavesHttpToEnvoy() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.likeIstio();
        SidecarProcess sidecar =
            SidecarProcess.beside(
                gateway,
                folder,
                Setting.FORCE_CLOSE.env(),
                "tcp",
                Setting.SPREAD.env(),
                "500ms",
                Setting.IDLE_LINGER.env(),
                "500ms");
        KeepAlive _ = gateway.client();
        KeepAlive _ = gateway.client("database")) {
      // Nothing is sent on either: an answer in the request's own millisecond may look like work.
      assertThat(sidecar.control("GET", Paths.STATUS).body())
          .contains("\"forceClose\":true")
          .contains("force-close is tcp");

      RawHttp.Answer answer = sidecar.deletion().get();

      assertThat(answer.body())
          .contains("\"verdict\":\"lingered\"")
          .contains("\"closedByForce\":{\"http\":0,\"tcp\":1,\"working\":0}");
    }
  }

  @Test
  void withoutTheCapabilityTheSettingHasNoEffectAndTheStatusSaysWhy() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.withoutNetAdmin(
                gateway,
                folder,
                Setting.FORCE_CLOSE.env(),
                "all",
                Setting.IDLE_LINGER.env(),
                "500ms");
        KeepAlive web = gateway.client()) {
      web.get("/");
      sidecar.awaitLog("connections can't be closed by force");
      assertThat(sidecar.control("GET", Paths.STATUS).body())
          .contains("\"forceClose\":false")
          .contains("NET_ADMIN");

      RawHttp.Answer answer = sidecar.deletion().get();

      assertThat(answer.body())
          .contains("\"verdict\":\"lingered\"")
          .contains(
              "force-close is all, but has no effect: the sidecar lacks the capability NET_ADMIN")
          .doesNotContain("closedBy");
      assertThat(RawHttp.call(sidecar.hook(), "GET", Paths.METRICS).body())
          .contains(MetricNames.FORCE_CLOSE_AVAILABLE + " 0.0");
    }
  }
}
