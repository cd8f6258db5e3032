package io.ebbgate.sidecar;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ImageTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Makes the cache of classes that the sidecar's image starts from: runs the program once as its
 * image has it, through a whole drain of a real Envoy, and lets the JVM write down what it loaded.
 */
final class CacheTraining {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private CacheTraining() {}

  /** Takes the image's tree and a folder for what the program writes. */
  public static void main(String[] args) throws Exception {
    ImageTree tree = new ImageTree(Path.of(args[0]));
    Path folder = Files.createDirectories(Path.of(args[1]));
    tree.requireNoCache();
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.start(
                tree.recording(),
                folder,
                gateway.envoy().adminSetting(),
                Setting.MIN_DRAIN.env(),
                "2s")) {
      drain(gateway, sidecar);
      sidecar.terminate();
      if (!sidecar.ended(LIMIT)) {
        throw new IllegalStateException("It did not end: " + sidecar.log());
      }
      tree.requireCache(String.join("\n", sidecar.log()));
    }
  }

  /** What happens in a pod, from its first scrape to its end. */
  private static void drain(GatewayFixture gateway, SidecarProcess sidecar) throws Exception {
    scrape(sidecar);
    // What is left at the end is an idle connection, of which the kernel is asked.
    try (KeepAlive idle = gateway.client()) {
      CompletableFuture<RawHttp.Answer> answer;
      try (KeepAlive client = gateway.client()) {
        // Envoy is polled at rest, too: once without clients and once with both.
        sidecar.awaitLog("drain plan made");
        idle.get("/slow/50");
        client.get("/");
        awaitConnections(sidecar, 2);
        client.send("/slow/1500");
        // A shorter grace period may come before the hook.
        RawHttp.Answer deadline = sidecar.putDeadline("{\"seconds\": 55}");
        if (deadline.status() != 200) {
          throw new IllegalStateException("The deadline was refused: " + deadline.body());
        }
        answer = sidecar.deletion();
        sidecar.awaitLog("\"phase\":\"announcing\"");
        scrape(sidecar);
        client.receive();
      }
      if (!answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS).body().contains("sock_diag")) {
        throw new IllegalStateException("The hook was not answered: " + sidecar.log());
      }
    }
    scrape(sidecar);
  }

  private static void awaitConnections(SidecarProcess sidecar, long many)
      throws InterruptedException {
    String line = MetricNames.CONNECTIONS_ACTIVE + " " + (double) many;
    Await.until(line, LIMIT, () -> sidecar.metrics().contains(line));
  }

  private static void scrape(SidecarProcess sidecar) throws IOException {
    RawHttp.call(sidecar.hook(), "GET", Paths.HEALTHZ);
    RawHttp.call(sidecar.hook(), "GET", Paths.METRICS);
    sidecar.control("GET", Paths.STATUS);
    sidecar.control("GET", Paths.LISTENERS);
  }
}
