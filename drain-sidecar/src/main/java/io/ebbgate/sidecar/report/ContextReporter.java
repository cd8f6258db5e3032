package io.ebbgate.sidecar.report;

import io.ebbgate.core.context.ContextChange;
import io.ebbgate.core.context.ContextEvent;
import io.ebbgate.core.context.ContextRules;
import io.ebbgate.core.context.DrainContext;
import io.ebbgate.core.context.DrainContexts;
import io.ebbgate.core.context.ListenerDrainReport;
import io.ebbgate.core.context.ListenerInventory;
import io.ebbgate.core.context.Scenario;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.DrainPhase.Closing;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainPhase.Released;
import io.ebbgate.core.drain.DrainPhase.Serving;
import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.drain.Restrictions;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.sidecar.log.JsonLine;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows the drain contexts of Envoy's listeners, and reports what becomes of them. It observes
 * only: what it sees changes nothing of a drain.
 */
public final class ContextReporter implements DrainListener {
  /** Lines of one event, at most: the log would drop others. */
  private static final int LINES = 20;

  /** Reports that the control port shows. */
  private static final int KEPT = 20;

  private final Ticker ticker;
  private final JsonLog log;
  private final DrainListener listener;
  private volatile DrainContexts contexts;
  private final InstantSource clock;
  private final Runnable connectionsCut;
  private final Deque<ListenerDrainReport> ended = new ArrayDeque<>();
  private volatile List<ListenerDrainReport> reports = List.of();
  private final Deque<ListenerDrainReport> cutting = new ArrayDeque<>();
  private volatile List<ListenerDrainReport> cuts = List.of();
  private Optional<ListenerInventory> listed = Optional.empty();

  /**
   * Reports to this listener, to which each other event is passed on.
   *
   * @param connectionsCut runs when {@link #cuts} has more
   */
  public ContextReporter(
      Ticker ticker,
      InstantSource clock,
      JsonLog log,
      DrainListener listener,
      Runnable connectionsCut) {
    this.ticker = ticker;
    this.clock = clock;
    this.connectionsCut = connectionsCut;
    this.log = log;
    this.listener = listener;
    this.contexts = DrainContexts.none(ticker.nanos());
  }

  /** How the drains of listeners go that drain now; may be called on any thread. */
  public List<ListenerDrainReport> running() {
    long now = ticker.nanos();
    return contexts.draining().stream()
        .limit(KEPT)
        .map(context -> ListenerDrainReport.running(context, now))
        .toList();
  }

  /**
   * How the drains of listeners went that LDS changed, the last ones; may be read on any thread.
   */
  public List<ListenerDrainReport> ended() {
    return reports;
  }

  /** Those of them that cut connections while Envoy stayed; may be read on any thread. */
  public List<ListenerDrainReport> cuts() {
    return cuts;
  }

  @Override
  public void phaseChanged(DrainPhase from, DrainPhase to, Duration lasted) {
    listener.phaseChanged(from, to, lasted);
    long now = ticker.nanos();
    switch (to) {
      case Holding holding when from instanceof Serving -> apply(began(holding, now));
      case Closing _ -> apply(new ContextEvent.DrainClosing(now));
      case Released _ -> apply(new ContextEvent.DrainEnded(now));
      case Serving _ when from instanceof Holding -> apply(new ContextEvent.DrainCanceled(now));
      case Holding _, Serving _ -> {}
    }
  }

  /** What begins the drain tells clients at their next response, or by the configured strategy. */
  private ContextEvent began(Holding holding, long now) {
    return holding.terms().plan().announcement() == AdminAction.FAIL_READINESS
        ? new ContextEvent.DrainBegan(now, Scenario.HEALTH_CHECK_FAILURE, Strategy.IMMEDIATE)
        : new ContextEvent.DrainBegan(
            now,
            Scenario.TERMINATION,
            listed.map(ListenerInventory::strategy).orElse(Strategy.GRADUAL));
  }

  @Override
  public void polled(Reading reading) {
    listener.polled(reading);
    apply(new ContextEvent.Polled(ticker.nanos(), reading));
  }

  @Override
  public void listed(ListenerInventory inventory) {
    if (listed.filter(last -> last.at() == inventory.at()).isPresent()) {
      return;
    }
    if (listed.filter(last -> last.process() != inventory.process()).isPresent()) {
      apply(new ContextEvent.EnvoyGone(inventory.at()));
    }
    listed = Optional.of(inventory);
    apply(new ContextEvent.Listed(inventory));
  }

  @Override
  public long nextLook(long usual) {
    return ContextRules.nextLook(contexts, ticker.nanos(), usual);
  }

  @Override
  public void drainEnded(Verdict verdict) {
    listener.drainEnded(verdict);
  }

  @Override
  public void probed(Restrictions restrictions) {
    listener.probed(restrictions);
  }

  @Override
  public void statisticsProbed(int absent) {
    listener.statisticsProbed(absent);
  }

  @Override
  public void readinessRestored() {
    listener.readinessRestored();
  }

  /** Whatever goes wrong here, the drain goes on. */
  private void apply(ContextEvent event) {
    try {
      report(event);
    } catch (RuntimeException e) {
      log.error("unexpected error, drains of listeners not followed", e);
      contexts = DrainContexts.none(ticker.nanos());
    }
  }

  private void report(ContextEvent event) {
    DrainContexts before = contexts;
    DrainContexts after = ContextRules.next(before, event);
    contexts = after;
    List<ContextChange> changes = ContextChange.between(before, after);
    listener.contextsChanged(after, changes, event.at());
    List<DrainContext> byUpdate =
        changes.stream()
            .filter(ContextChange::ends)
            .map(ContextChange::context)
            .filter(DrainContext::replaced)
            .toList();
    if (byUpdate.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    boolean exited = event instanceof ContextEvent.EnvoyGone;
    List<ListenerDrainReport> over =
        byUpdate.stream()
            .map(context -> ListenerDrainReport.ended(context, event.at(), now, exited))
            .toList();
    over.forEach(report -> keep(ended, report));
    reports = List.copyOf(ended);
    over.stream().skip(Math.max(0, over.size() - KEPT)).limit(LINES).forEach(this::log);
    if (byEnvoy(event)) {
      notifyOf(over.stream().filter(ContextReporter::cutSome).toList());
    }
  }

  /** Whether Envoy ended these drains by itself: not with the gateway's own drain, or its exit. */
  private static boolean byEnvoy(ContextEvent event) {
    return switch (event) {
      case ContextEvent.Polled _, ContextEvent.Listed _ -> true;
      case ContextEvent.DrainBegan _,
          ContextEvent.DrainClosing _,
          ContextEvent.DrainCanceled _,
          ContextEvent.DrainEnded _,
          ContextEvent.EnvoyGone _ ->
          false;
    };
  }

  private static boolean cutSome(ListenerDrainReport report) {
    return report.outcome().filter(outcome -> outcome == Outcome.FORCED).isPresent();
  }

  private void notifyOf(List<ListenerDrainReport> forced) {
    if (!forced.isEmpty()) {
      forced.forEach(report -> keep(cutting, report));
      cuts = List.copyOf(cutting);
      connectionsCut.run();
    }
  }

  private static void keep(Deque<ListenerDrainReport> kept, ListenerDrainReport report) {
    kept.addLast(report);
    if (kept.size() > KEPT) {
      kept.removeFirst();
    }
  }

  private void log(ListenerDrainReport report) {
    log.info(
        "listener drained",
        json -> JsonLine.fields(json, Map.of(LogKeys.LISTENER_DRAIN, report.fields())));
  }
}
