package io.ebbgate.system.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.tool.prometheus.OpenMetrics;
import io.ebbgate.tool.prometheus.Scrape;
import io.ebbgate.tool.sidecar.SidecarProgram;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares a scrape of a sidecar after a forced drain with the recorded one, which {@code
 * -Dscrape=rewrite} replaces.
 */
@Timeout(120)
class SidecarScrapeIT {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final Map<String, String> SETTINGS =
      Map.of(
          Setting.DRAIN_TIMEOUT.env(),
          "3s",
          Setting.MIN_DRAIN.env(),
          "1s",
          Setting.QUIET_PERIOD.env(),
          "500ms");

  @TempDir Path folder;

  @Test
  void hasTheMetricsThatWereRecorded() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 8, HERE);
        RealEnvoy envoy = envoy(silent);
        SidecarProgram sidecar = SidecarProgram.start(envoy, folder, SETTINGS);
        Socket stuck = new Socket(HERE, envoy.listener("web").getPort())) {
      stuck.getOutputStream().write(request());
      assertThat(sidecar.deletion().get().path(VerdictFields.VERDICT).asText())
          .isEqualTo(Outcome.FORCED.wireName());

      String text = sidecar.metrics();
      Scrape.record("sidecar", text);
      assertThat(Scrape.of(text).shapes())
          .as("-Dscrape=rewrite records them")
          .isEqualTo(Scrape.recorded("sidecar").shapes());
      assertThat(OpenMetrics.samples(folder, sidecar.metricsAddress()))
          .isEqualTo(Scrape.of(text).samples().size());
    }
  }

  /** An Envoy with a backend that never responds. */
  private static RealEnvoy envoy(ServerSocket silent) {
    return RealEnvoy.start(
        EnvoyBootstrap.withAdmin("127.0.0.1", 0)
            .http("web", "127.0.0.1", 0, (InetSocketAddress) silent.getLocalSocketAddress()),
        "--drain-strategy",
        "immediate",
        "--drain-time-s",
        "45");
  }

  private static byte[] request() {
    return "GET / HTTP/1.1\r\nHost: gateway\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  }
}
