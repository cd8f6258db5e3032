package io.ebbgate.system.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.sidecar.SidecarMain;
import io.ebbgate.tool.prometheus.OpenMetrics;
import io.ebbgate.tool.prometheus.Scrape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
  private static final String TOKEN = "the-token-of-this-pod";

  @TempDir Path folder;

  @Test
  void hasTheMetricsThatWereRecorded() throws Exception {
    InetSocketAddress hooks = new InetSocketAddress(HERE, freePort());
    try (ServerSocket silent = new ServerSocket(0, 8, HERE);
        RealEnvoy envoy = envoy(silent);
        HttpClient client = HttpClient.newHttpClient();
        Socket stuck = new Socket(HERE, envoy.listener("web").getPort())) {
      Process sidecar = sidecar(envoy, hooks);
      try {
        Await.until("the sidecar answers", () -> answers(client, hooks));
        stuck.getOutputStream().write(request());
        assertThat(drain(client, hooks)).contains('"' + Outcome.FORCED.wireName() + '"');

        String text =
            client.send(call(hooks, Paths.METRICS), HttpResponse.BodyHandlers.ofString()).body();
        Scrape.record("sidecar", text);
        assertThat(Scrape.of(text).shapes())
            .as("-Dscrape=rewrite records them")
            .isEqualTo(Scrape.recorded("sidecar").shapes());
        assertThat(OpenMetrics.samples(folder, uri(hooks, Paths.METRICS)))
            .isEqualTo(Scrape.of(text).samples().size());
      } finally {
        ChildProcesses.killNow(sidecar);
      }
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

  private Process sidecar(RealEnvoy envoy, InetSocketAddress hooks) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path", "")),
            SidecarMain.class.getName());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put(Env.ADMIN, envoy.adminSetting());
    environment.put(Env.HOOK_ADDRESS, "127.0.0.1:" + hooks.getPort());
    environment.put(Env.CONTROL_ADDRESS, "127.0.0.1:0");
    environment.put(Env.TOKEN, TOKEN);
    environment.put(Env.GRACE_PERIOD, "60s");
    environment.put(Env.TERMINATION_LOG, folder.resolve("message").toString());
    environment.put(Env.STATE_DIR, folder.toString());
    environment.put(Setting.DRAIN_TIMEOUT.env(), "3s");
    environment.put(Setting.MIN_DRAIN.env(), "1s");
    environment.put(Setting.QUIET_PERIOD.env(), "500ms");
    return ChildProcesses.adopt(
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("sidecar.log").toFile())
            .start());
  }

  /** Calls both hooks, as at a deletion, and returns the response to the gateway's. */
  private static String drain(HttpClient client, InetSocketAddress hooks) throws Exception {
    var answer = client.sendAsync(call(hooks, Paths.DRAIN), HttpResponse.BodyHandlers.ofString());
    var _ = client.send(call(hooks, Paths.TERMINATING), HttpResponse.BodyHandlers.discarding());
    return answer.get().body();
  }

  private static HttpRequest call(InetSocketAddress hooks, String path) {
    return HttpRequest.newBuilder(uri(hooks, path)).header(Headers.TOKEN, TOKEN).build();
  }

  private static boolean answers(HttpClient client, InetSocketAddress hooks) {
    return client
        .sendAsync(call(hooks, Paths.HEALTHZ), HttpResponse.BodyHandlers.discarding())
        .handle((answer, failure) -> failure == null && answer.statusCode() == 200)
        .join();
  }

  private static URI uri(InetSocketAddress address, String path) {
    return URI.create("http://127.0.0.1:" + address.getPort() + path);
  }

  private static byte[] request() {
    return "GET / HTTP/1.1\r\nHost: gateway\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, HERE)) {
      return probe.getLocalPort();
    }
  }
}
