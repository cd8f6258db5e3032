package io.ebbgate.sidecar.drain;

import io.ebbgate.core.config.StopOrder;
import io.ebbgate.core.config.StopOrder.Stop;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.drain.Budget;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainPhase.Released;
import io.ebbgate.core.drain.DrainPhase.Serving;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.core.drain.StopTurn;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;

/**
 * Holds the preStop hooks of the containers of {@code stop-order}: the first until the gateway has
 * stopped, each next until the one before it has. Every hook waits in the thread of its own
 * request.
 */
public final class OrderedStop {
  /** Between two looks at what stops before. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** The kubelet calls all hooks of a pod in one moment; what was not called by then has none. */
  private static final Duration CALLED_TOGETHER = Duration.ofSeconds(1);

  private enum Call {
    WAITS,
    ANSWERED
  }

  private final DrainLoop drain;
  private final StopOrder order;
  private final ListenProbe gateway;
  private final InetAddress pod;
  private final JsonLog log;
  private final Ticker ticker;
  private final Map<String, Call> calls = new ConcurrentHashMap<>();
  private final Phaser waiting = new Phaser(1);
  private volatile boolean terminating;
  private volatile Duration grace;

  /**
   * For the pod with these terms.
   *
   * @param admin Envoy's, which nothing answers at once the gateway has stopped
   * @param pod the pod's address
   */
  public OrderedStop(
      DrainLoop drain,
      List<SocketAddress> admin,
      InetAddress pod,
      PodTerms terms,
      JsonLog log,
      Ticker ticker) {
    this.drain = drain;
    this.order = terms.settings().stopOrder();
    this.gateway = new ListenProbe(admin);
    this.pod = pod;
    this.grace = terms.granted();
    this.log = log;
    this.ticker = ticker;
  }

  /** The containers that wait for their turn. */
  public List<String> containers() {
    return order.stops().stream().map(Stop::container).toList();
  }

  /** The pod is being deleted. */
  public void podTerminating() {
    terminating = true;
  }

  /** The pod's grace period is at most this long now. */
  public void deadline(Duration granted) {
    if (granted.compareTo(grace) < 0) {
      grace = granted;
    }
  }

  /**
   * Returns when this container may stop.
   *
   * @param calledAt when the connection of its hook was accepted, in nanoseconds of the ticker
   */
  public void await(String container, long calledAt) throws InterruptedException {
    int place = containers().indexOf(container);
    waiting.register();
    calls.put(container, Call.WAITS);
    try {
      StopTurn.Cause cause = await(place, calledAt);
      log.info(
          "container may stop",
          LogKeys.CONTAINER,
          container,
          LogKeys.CAUSE,
          WireName.of(cause),
          LogKeys.HELD,
          Duration.ofNanos(ticker.nanos() - calledAt));
    } finally {
      calls.put(container, Call.ANSWERED);
      waiting.arriveAndDeregister();
    }
  }

  private StopTurn.Cause await(int place, long calledAt) throws InterruptedException {
    ListenProbe before =
        place == 0
            ? gateway.listening()
            : ListenProbe.of(order.stops().get(place - 1).endpoint(), pod).listening();
    // What was never there can't be seen to stop. A gateway that has stopped already once answered.
    boolean seen = !before.isEmpty() || (place == 0 && drain.plan().isPresent());
    if (!seen) {
      log.warn(
          "what stops before a container is not seen, so it is held until the grace period ends",
          LogKeys.CONTAINER,
          order.stops().get(place).container());
    }
    while (true) {
      boolean gone = seen && mayBeGone(place, calledAt) && before.gone();
      long end = calledAt + grace.minus(Budget.MARGIN).toNanos();
      switch (StopTurn.of(calledAt, ticker.nanos(), end, terminating, gone)) {
        case StopTurn.Stop(StopTurn.Cause cause) -> {
          return cause;
        }
        case StopTurn.Wait() -> Thread.sleep(PAUSE);
      }
    }
  }

  /** Whether it is worth a look: what is held itself has not stopped, and is left in peace. */
  private boolean mayBeGone(int place, long calledAt) {
    boolean late = ticker.nanos() - calledAt >= CALLED_TOGETHER.toNanos();
    if (place == 0) {
      return switch (drain.phase()) {
        case Released _ -> true;
        case Holding _ -> false;
        case Serving _ -> late;
      };
    }
    Call before = calls.get(order.stops().get(place - 1).container());
    return before == null ? late : before == Call.ANSWERED;
  }

  /** Returns when no container waits any more. */
  public void awaitAll() {
    waiting.arriveAndAwaitAdvance();
  }
}
