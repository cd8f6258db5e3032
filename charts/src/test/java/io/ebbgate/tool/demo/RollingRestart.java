package io.ebbgate.tool.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.load.Balancer;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Ledger;
import io.ebbgate.webhook.load.LoadClient;
import io.ebbgate.webhook.load.LoadPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two pods under load, both replaced as a Deployment with {@code maxSurge: 1, maxUnavailable: 0}
 * does it: a new pod, and when it has been ready for {@code minReadySeconds} an old one is deleted.
 * Terminating pods don't count as replicas, so the next new pod is created while the old one still
 * drains.
 */
record RollingRestart(
    String title,
    GatewayManifest manifest,
    JsonNode pod,
    Images images,
    DemoOptions options,
    Ticker ticker,
    PrintStream out) {
  static final int REPLICAS = 2;

  /** From a change of an endpoint to kube-proxy's rules. */
  private static final Duration PROPAGATION = Duration.ofSeconds(1);

  private static final Duration WARM_UP = Duration.ofSeconds(2);

  /** Load before the rolling restart, to compare with. */
  private static final Duration BEFORE = Duration.ofSeconds(7);

  RollResult run() throws DemoFailure, IOException, InterruptedException {
    List<InetAddress> addresses = PodAddresses.free(2 * REPLICAS);
    try (Balancer balancer = Balancer.open(InetAddress.getLoopbackAddress(), PROPAGATION);
        Fleet fleet = new Fleet(pod, images, addresses, balancer, ticker)) {
      for (int replica = 0; replica < REPLICAS; replica++) {
        fleet.create();
      }
      for (DemoPod each : fleet.pods()) {
        each.awaitReady();
      }
      pause(PROPAGATION.multipliedBy(2));
      warmUp(balancer);
      return underLoad(fleet, balancer);
    }
  }

  /** Otherwise the first run would measure the client's compilation. */
  private void warmUp(Balancer balancer) throws DemoFailure, InterruptedException {
    Ledger ledger = new Ledger();
    LoadPlan quick = LoadPlan.mixed(options.rate()).without(Kind.SLOW);
    LoadClient client = LoadClient.start(quick, balancer.address(), ticker, ledger);
    pause(WARM_UP);
    client.finish();
    if (ledger.failed() > 0) {
      throw new DemoFailure(
          ledger.failed()
              + " requests failed before anything was stopped: check what else runs on this"
              + " machine.");
    }
  }

  private RollResult underLoad(Fleet fleet, Balancer balancer)
      throws DemoFailure, IOException, InterruptedException {
    Ledger ledger = new Ledger();
    LoadPlan plan = LoadPlan.mixed(options.rate());
    long start = ticker.nanos();
    LoadClient client = LoadClient.start(plan, balancer.address(), ticker, ledger);
    StatusLines status = new StatusLines(fleet, balancer, ledger, ticker, out);
    pause(BEFORE);
    long rollStart = ticker.nanos();
    replace(fleet);
    long rollEnd = ticker.nanos();
    pause(Duration.ofNanos(start + options.length().toNanos() - rollEnd));
    long end = ticker.nanos();
    List<Sample> samples = status.end();
    client.finish();
    List<Exchange> exchanges = ledger.exchanges();
    List<DemoPod.Result> pods = new ArrayList<>();
    for (DemoPod each : fleet.pods()) {
      pods.add(each.result(exchanges));
    }
    return new RollResult(
        title, start, end, rollStart, rollEnd, pods, samples, exchanges, ledger.cleanCloses());
  }

  private void replace(Fleet fleet) throws DemoFailure, IOException, InterruptedException {
    List<DemoPod> old = fleet.pods();
    for (DemoPod each : old) {
      fleet.create().awaitReady();
      pause(manifest.minReady());
      each.delete();
    }
    for (DemoPod each : old) {
      each.awaitGone();
    }
  }

  private static void pause(Duration duration) throws InterruptedException {
    Thread.sleep(duration.isNegative() ? Duration.ZERO : duration);
  }
}
