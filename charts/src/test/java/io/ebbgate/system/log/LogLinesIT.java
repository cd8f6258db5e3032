package io.ebbgate.system.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.tool.demo.DemoPod;
import io.ebbgate.tool.demo.Fleet;
import io.ebbgate.tool.demo.GatewayManifest;
import io.ebbgate.tool.demo.Images;
import io.ebbgate.tool.demo.PodAddresses;
import io.ebbgate.tool.demo.WebhookProcess;
import io.ebbgate.tool.load.Backend;
import io.ebbgate.tool.log.LogSchema;
import io.ebbgate.webhook.load.Balancer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log lines of both programs, through reviews, changes of certificates and a drain. */
@Timeout(180)
class LogLinesIT {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root", "."));
  private static final String VERSION = System.getProperty("ebbgate.version", "");
  private static final Path JAR = ROOT.resolve("webhook/target/webhook-" + VERSION + "-all.jar");

  @TempDir Path folder;
  private final LogSchema schema = LogSchema.read();

  LogLinesIT() throws IOException {}

  @Test
  void matchTheSchemaInTheWebhook() throws Exception {
    Path home = folder.resolve("webhook");
    Path log = home.resolve("webhook.log");
    try (WebhookProcess webhook = WebhookProcess.start(JAR, home)) {
      var _ = webhook.review(GatewayManifest.read().pod(8_080));
      Files.writeString(home.resolve(DevCertificates.CERTIFICATE), "none");
      awaitLine(log, "\"problem\":");
      DevCertificates.write(
          home, List.of(HERE.getHostAddress()), Duration.ofDays(1), InstantSource.system());
      awaitLine(log, "The files have changed.");
    }

    check(log, "\"message\":\"reviewed\"");
  }

  @Test
  void matchTheSchemaInTheSidecarOfADeletedPod() throws Exception {
    Path log = folder.resolve("pods/gateway-1/" + Containers.SIDECAR + ".log");
    Images images = Images.of(ROOT, VERSION, folder.resolve("pods"));
    try (Backend backend = Backend.open(HERE);
        Balancer balancer = Balancer.open(HERE, Duration.ZERO);
        WebhookProcess webhook = WebhookProcess.start(JAR, folder.resolve("webhook"));
        Fleet fleet =
            new Fleet(
                webhook.review(GatewayManifest.read().pod(backend.address().getPort())).patched(),
                images,
                PodAddresses.free(1),
                balancer,
                System::nanoTime)) {
      DemoPod pod = fleet.create();
      pod.awaitReady();
      // Envoy may be ready before the sidecar is up, and a pod deleted then has no drain.
      awaitLine(log, "drain plan made");
      pod.delete();
      pod.awaitGone();
    }

    check(log, "\"verdict\":\"" + Outcome.CLEAN.wireName() + '"');
  }

  private void check(Path log, String part) throws IOException {
    assertThat(Files.readAllLines(log))
        .hasSizeGreaterThan(5)
        .allSatisfy(line -> assertThat(schema.problems(line)).as(line).isEmpty())
        .anyMatch(line -> line.contains(part));
  }

  private static void awaitLine(Path log, String part) throws InterruptedException {
    Await.until(part, () -> contains(log, part));
  }

  private static boolean contains(Path log, String part) {
    try {
      return Files.readString(log).contains(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
