package io.ebbgate.sidecar.close;

import io.ebbgate.core.close.CloseDecision;
import io.ebbgate.core.close.CloseRequest;
import io.ebbgate.core.close.CloseTarget;
import io.ebbgate.core.close.KnownListener;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.switchover.RouteTarget;
import io.ebbgate.sidecar.drain.KernelCloseSupport;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.envoy.EnvoyReader;
import io.ebbgate.sidecar.kernel.ConnectionAges;
import io.ebbgate.sidecar.kernel.ListenerConnections;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.metrics.CloseMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connections of Envoy's listeners on demand: one request a listener at a time, of which
 * the last one's report is kept. Nothing is loaded for it before the first request.
 */
public final class ListenerCloses {
  /** Requests that run at once. */
  static final int MOST_RUNNING = 4;

  /** Between two looks at a route; a look stops Envoy's main thread for a moment. */
  private static final Duration ROUTE_PAUSE = Duration.ofMillis(20);

  /** How many times as long as the look before it a pause is, at least. */
  private static final int CALL_TIMES = 4;

  /** For what a run does at once: a pass takes half a second at most. */
  private static final Duration MOST_WAIT = Duration.ofSeconds(10);

  /** Listeners whose last report is kept. */
  private static final int MOST_KEPT = 32;

  /** A request that runs, and the last check of the route that ends it. */
  private record Running(CloseRun run, AtomicReference<RouteCheck> route) {
    Running(CloseRun run) {
      this(run, new AtomicReference<>(RouteCheck.NONE));
    }
  }

  private final Supplier<Optional<List<KnownListener>>> listeners;
  private final EnvoyAdmin admin;
  private final KernelCloseSupport support;
  private final CloseMetrics metrics;
  private final JsonLog log;
  private final Ticker ticker;
  private final Map<String, Running> running = new HashMap<>();
  private final Map<String, CloseReport> ended = new LinkedHashMap<>();
  private @Nullable ConnectionAges ages;

  /**
   * Of this process's network namespace.
   *
   * @param listeners Envoy's as they were read last; empty while they are unknown
   * @param admin asked whether they are still bound to the same ports
   */
  public ListenerCloses(
      Supplier<Optional<List<KnownListener>>> listeners,
      EnvoyAdmin admin,
      KernelCloseSupport support,
      CloseMetrics metrics,
      JsonLog log,
      Ticker ticker) {
    this.listeners = listeners;
    this.admin = admin;
    this.support = support;
    this.metrics = metrics;
    this.log = log;
    this.ticker = ticker;
  }

  /** Remembers from now on since when connections are there, where they may be closed at all. */
  public void watchAges() {
    if (support.onDemand().orElse(false)) {
      new AgeWatch(listeners, ages(), log).start();
    }
  }

  /**
   * What this sidecar's clock says, by which a request's beginning can be given. It never jumps;
   * where it began is its own.
   */
  public Duration clock() {
    return Duration.ofNanos(ticker.nanos());
  }

  private synchronized ConnectionAges ages() {
    ConnectionAges known = ages == null ? new ConnectionAges(ticker) : ages;
    ages = known;
    return known;
  }

  /**
   * Carries out a request. Returns when it has ended, or where it takes its time, when the
   * connections that could be closed at once are closed.
   */
  public CloseAnswer close(String listener, CloseRequest request) throws InterruptedException {
    Optional<String> refused = request.dryRun() ? Optional.empty() : support.demandRefused();
    if (refused.isPresent()) {
      return new CloseAnswer.Unavailable(refused.get());
    }
    Optional<List<KnownListener>> known = listeners.get();
    if (known.isEmpty()) {
      return new CloseAnswer.ListenersUnknown();
    }
    // Where it is silent, as in the middle of an outage, what is known has to do.
    Optional<Map<String, List<Integer>>> ports = EnvoyReader.boundPorts(admin);
    return switch (CloseDecision.of(known.get(), ports, listener, request)) {
      case CloseDecision.Accepted(CloseTarget target) ->
          request.dryRun()
              ? new CloseAnswer.Reported(run(target, request).dryRun())
              : start(target, request);
      case CloseDecision refusal -> new CloseAnswer.Refused(refusal);
    };
  }

  private CloseRun run(CloseTarget target, CloseRequest request) {
    ListenerConnections connections =
        new ListenerConnections(target, request.scope(), ages(), ticker);
    return new CloseRun(target, request, connections, metrics, log, ticker);
  }

  private CloseAnswer start(CloseTarget target, CloseRequest request) throws InterruptedException {
    CloseRun run = run(target, request);
    Optional<CloseAnswer> busy = register(run, target.listener());
    if (busy.isPresent()) {
      // A client that has not seen the answer asks again.
      return busy.get() instanceof CloseAnswer.Busy(CloseReport running)
              && !request.id().isEmpty()
              && request.id().equals(running.request().id())
          ? new CloseAnswer.Reported(running)
          : busy.get();
    }
    try {
      run.start(() -> ended(run));
    } catch (OutOfMemoryError _) {
      return new CloseAnswer.NoThread();
    }
    return new CloseAnswer.Reported(
        awaited(run, request.timing().takesTime() ? run.begun() : run.ended()));
  }

  private synchronized Optional<CloseAnswer> register(CloseRun run, String listener) {
    Running before = running.get(listener);
    if (before != null) {
      return Optional.of(new CloseAnswer.Busy(before.run().report()));
    }
    if (running.size() >= MOST_RUNNING) {
      return Optional.of(new CloseAnswer.TooMany(MOST_RUNNING));
    }
    running.put(listener, new Running(run));
    return Optional.empty();
  }

  /** Keeps its report, and nothing else of it. */
  private synchronized void ended(CloseRun run) {
    String listener = run.report().target().listener();
    running.remove(listener);
    ended.remove(listener);
    ended.put(listener, run.report());
    if (ended.size() > MOST_KEPT) {
      ended.remove(ended.keySet().iterator().next());
    }
  }

  /**
   * A request that was to end when the route points to where it should.
   *
   * @param others connections that were still at the old endpoint then: of other listeners
   */
  public record CalledOff(CloseReport report, long others) {}

  /**
   * Ends the request that runs for this listener as soon as Envoy leads its clients there, and
   * returns what came of it; empty if there is none. Where the route is late it goes on.
   *
   * @param id of that request; where it is empty, any
   * @param also clusters that the route pointed to before
   * @param limit how long Envoy is asked for; a check that began by then is brought to its end. The
   *     next call goes on from what this one saw
   */
  public Optional<CalledOff> callOffAtRoute(
      String listener, String id, RouteTarget target, Set<String> also, Duration limit)
      throws InterruptedException {
    long end = ticker.nanos() + limit.toNanos();
    Optional<Running> found = found(listener, id);
    RouteCheck route = found.map(one -> one.route().get().of(target, also)).orElse(RouteCheck.NONE);
    while (found.isPresent()) {
      long asked = ticker.nanos();
      route = route.next(admin, listener, ticker);
      found.get().route().set(route);
      if (route.settling().settled()) {
        long others = route.settling().others();
        return callOff(listener, id).map(report -> new CalledOff(report, others));
      }
      long now = ticker.nanos();
      if (now - end >= 0) {
        return Optional.of(new CalledOff(found.get().run().report(), 0));
      }
      long pause = Math.max(ROUTE_PAUSE.toNanos(), CALL_TIMES * (now - asked));
      Thread.sleep(Duration.ofNanos(Math.min(pause, end - now)));
      found = found(listener, id);
    }
    return Optional.empty();
  }

  /** Of the request that runs for this listener, or of the last one that ended. */
  public synchronized Optional<CloseReport> report(String listener) {
    return Optional.ofNullable(running.get(listener))
        .map(one -> one.run().report())
        .or(() -> Optional.ofNullable(ended.get(listener)));
  }

  /** Why this sidecar closes none, as a sentence; empty where it does. */
  public Optional<String> refusal() {
    return support.demandRefused();
  }

  /** Of those that run. */
  public synchronized List<CloseReport> running() {
    return running.values().stream().map(one -> one.run().report()).toList();
  }

  /**
   * Ends the request that runs for this listener; empty if none does.
   *
   * @param id of that request; where it is empty, any
   */
  public Optional<CloseReport> callOff(String listener, String id) throws InterruptedException {
    Optional<CloseRun> run = found(listener, id).map(Running::run);
    if (run.isEmpty()) {
      return Optional.empty();
    }
    run.get().callOff();
    return Optional.of(awaited(run.get(), run.get().ended()));
  }

  private synchronized Optional<Running> found(String listener, String id) {
    return Optional.ofNullable(running.get(listener))
        .filter(each -> id.isEmpty() || each.run().report().request().id().equals(id));
  }

  /** A run ends within its limits, and with a report whatever happens; a late one goes on. */
  private static CloseReport awaited(CloseRun run, CompletableFuture<CloseReport> report)
      throws InterruptedException {
    try {
      return report.get(MOST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return run.report();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run ends with a report", e);
    }
  }
}
