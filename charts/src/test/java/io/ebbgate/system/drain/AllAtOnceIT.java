package io.ebbgate.system.drain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.tool.demo.DemoPod;
import io.ebbgate.tool.demo.Fleet;
import io.ebbgate.tool.demo.GatewayManifest;
import io.ebbgate.tool.demo.Images;
import io.ebbgate.tool.demo.PodAddresses;
import io.ebbgate.tool.demo.PreStopHold;
import io.ebbgate.tool.demo.WebhookProcess;
import io.ebbgate.tool.load.Backend;
import io.ebbgate.webhook.load.Balancer;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Ledger;
import io.ebbgate.webhook.load.LoadClient;
import io.ebbgate.webhook.load.LoadPlan;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every pod of a gateway is deleted in the same moment, and new ones are ready only seconds later:
 * until then kube-proxy has only terminating pods that still serve.
 */
@Timeout(180)
class AllAtOnceIT {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final Ticker TICKER = System::nanoTime;
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root", "."));
  private static final String VERSION = System.getProperty("ebbgate.version", "");

  /**
   * Three failed probes a second apart, and a second more for kube-proxy: later no pod would serve.
   */
  private static final Duration IMAGE_PULL = Duration.ofSeconds(7);

  private static final Duration PROPAGATION = Duration.ofSeconds(1);
  private static final Duration BEFORE = Duration.ofSeconds(3);

  @TempDir Path folder;

  @Test
  void losesNothingWhereReadinessIsKeptUntilTheClientsHaveClosed() throws Exception {
    GatewayManifest manifest = GatewayManifest.read();
    try (Backend backend = Backend.open(HERE)) {
      Result result = stopAll(manifest.pod(backend.address().getPort()));

      assertThat(result.exchanges()).filteredOn(each -> each.ending().failed()).isEmpty();
      assertThat(result.exchanges()).extracting(Exchange::pod).contains("gateway-3", "gateway-4");
      assertThat(result.holds())
          .hasSize(2)
          .allSatisfy(hold -> {
            assertThat(hold.verdict()).isIn(Outcome.CLEAN.wireName(), Outcome.LINGERED.wireName());
            assertThat(hold.length()).isGreaterThan(IMAGE_PULL);
          });
    }
  }

  /** The same load records failures where readiness is not kept. */
  @Test
  void losesRequestsWhereReadinessFailsAtOnce() throws Exception {
    GatewayManifest manifest = GatewayManifest.read();
    try (Backend backend = Backend.open(HERE)) {
      ObjectNode pod = manifest.pod(backend.address().getPort());
      pod.withObject("/metadata/annotations").put(Setting.UNREADY_AFTER.annotation(), "0s");

      assertThat(stopAll(pod).exchanges()).anyMatch(each -> each.ending().failed());
    }
  }

  private record Result(List<Exchange> exchanges, List<PreStopHold> holds) {}

  private Result stopAll(ObjectNode pod) throws Exception {
    Images images = Images.of(ROOT, VERSION, folder.resolve("pods"));
    List<InetAddress> addresses = PodAddresses.free(4);
    try (Balancer balancer = Balancer.open(HERE, PROPAGATION);
        Fleet fleet = new Fleet(reviewed(pod), images, addresses, balancer, TICKER)) {
      createTwo(fleet);
      Thread.sleep(PROPAGATION.multipliedBy(2));
      Ledger ledger = new Ledger();
      LoadClient client = LoadClient.start(LoadPlan.mixed(200), balancer.address(), TICKER, ledger);
      Thread.sleep(BEFORE);
      List<DemoPod> old = fleet.pods();
      old.forEach(DemoPod::delete);
      Thread.sleep(IMAGE_PULL);
      createTwo(fleet);
      for (DemoPod each : old) {
        each.awaitGone();
      }
      client.finish();
      List<PreStopHold> holds = new ArrayList<>();
      for (DemoPod each : old) {
        each.result(ledger.exchanges()).hold().ifPresent(holds::add);
      }
      return new Result(ledger.exchanges(), holds);
    }
  }

  private static void createTwo(Fleet fleet) throws Exception {
    for (DemoPod each : List.of(fleet.create(), fleet.create())) {
      each.awaitReady();
    }
  }

  private JsonNode reviewed(ObjectNode pod) throws Exception {
    Path jar = ROOT.resolve("webhook/target/webhook-" + VERSION + "-all.jar");
    try (WebhookProcess webhook = WebhookProcess.start(jar, folder.resolve("webhook"))) {
      return webhook.review(pod).patched();
    }
  }
}
