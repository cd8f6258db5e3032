package io.ebbgate.webhook.status;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.status.SidecarStatus.Cause;
import io.ebbgate.webhook.status.SidecarStatus.Reported;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Queries pods, sidecars and Events, repeatedly. */
public final class StatusQuery implements AutoCloseable {
  /** The first snapshot waits for every pod that answers at all. */
  private static final Duration FIRST_TIMEOUT = SidecarClient.TIMEOUT.plusMillis(500);

  /** Later ones are printed every second. */
  private static final Duration TIMEOUT = Duration.ofMillis(800);

  /** The API server reads all Events of a namespace to find these. */
  private static final Duration EVENTS_INTERVAL = Duration.ofSeconds(3);

  private final Cluster cluster;
  private final PodSelector selector;
  private final InstantSource clock;
  private final Ticker ticker;
  private final SidecarClient client;
  private final SidecarPoller poller;
  private Optional<List<PastDrain>> pastDrains = Optional.empty();
  private Optional<String> warning = Optional.empty();
  private boolean first = true;
  private long nextEvents;

  /** Queries a cluster, which is not closed with it. */
  public StatusQuery(Cluster cluster, PodSelector selector, InstantSource clock, Ticker ticker) {
    this.cluster = cluster;
    this.selector = selector;
    this.clock = clock;
    this.ticker = ticker;
    this.client = new SidecarClient(cluster);
    this.poller = new SidecarPoller(client::status, ticker);
    this.nextEvents = ticker.nanos();
  }

  /**
   * The current status.
   *
   * @throws ClusterException if the API server does not answer
   * @throws ForbiddenException if a permission is missing without which there is nothing to show
   */
  public StatusSnapshot run() throws ClusterException, ForbiddenException, InterruptedException {
    List<GatewayPod> pods = GatewayPod.list(cluster, selector);
    Map<String, SidecarStatus> statuses = poller.poll(pods, first ? FIRST_TIMEOUT : TIMEOUT);
    first = false;
    requirePortForward(statuses);
    readPastDrains();
    return new StatusSnapshot(clock.instant(), pods, statuses, pastDrains, warning);
  }

  /** A single status shows that ports may be forwarded, if not in every namespace. */
  private void requirePortForward(Map<String, SidecarStatus> statuses) throws ForbiddenException {
    boolean reported = statuses.values().stream().anyMatch(Reported.class::isInstance);
    if (!reported && statuses.containsValue(SidecarStatus.unknown(Cause.FORBIDDEN))) {
      throw new ForbiddenException(
          "You may not get and create pods/portforward%s, which reading a gateway's status needs."
              .formatted(selector.inNamespace()));
    }
  }

  /** A missing permission is not checked again. */
  private void readPastDrains() throws ClusterException {
    if (warning.isPresent() || ticker.nanos() - nextEvents < 0) {
      return;
    }
    nextEvents = ticker.nanos() + EVENTS_INTERVAL.toNanos();
    try {
      pastDrains = Optional.of(PastDrain.list(cluster, selector));
    } catch (ForbiddenException refused) {
      warning = Optional.of(refused.getMessage() + " The verdicts of deleted pods are not shown.");
    }
  }

  @Override
  public void close() {
    poller.close();
    client.close();
  }
}
