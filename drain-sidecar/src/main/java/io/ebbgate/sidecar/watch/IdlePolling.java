package io.ebbgate.sidecar.watch;

import io.ebbgate.core.drain.BackgroundTraffic;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.envoy.StatPoll;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.report.DrainListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Polls Envoy while no drain runs, and restores a health check that an earlier run failed. */
public final class IdlePolling {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** A poll of statistics may take this part of the main thread of an Envoy that serves. */
  private static final int SHARE = 100;

  /** After a drain, a new Envoy has to be noticed soon. */
  private static final Duration RELEASED_PAUSE = Duration.ofSeconds(1);

  private final EnvoyAdmin admin;
  private final EnvoyWatch watch;
  private final Ticker ticker;
  private final DrainMarker marker;
  private final DrainListener listener;
  private final JsonLog log;
  private long next;

  private final SocketView sockets;

  /** What the statistics said last. */
  private Reading statistics = Reading.unknown("not polled yet");

  /** The same, with the kernel's connections where they said none; any thread may read it. */
  private volatile Reading latest = statistics;

  /** When the statistics are polled again. */
  private long nextStatistics;

  private boolean warned;
  private boolean busy;
  private BackgroundTraffic traffic;

  /**
   * Polls nothing yet.
   *
   * @param sockets is used where Envoy's statistics don't have the number of connections
   */
  public IdlePolling(
      EnvoyAdmin admin,
      EnvoyWatch watch,
      Ticker ticker,
      DrainMarker marker,
      DrainListener listener,
      JsonLog log,
      SocketView sockets) {
    this.admin = admin;
    this.watch = watch;
    this.ticker = ticker;
    this.marker = marker;
    this.listener = listener;
    this.log = log;
    this.sockets = sockets;
    this.next = ticker.nanos();
    this.nextStatistics = next;
    this.traffic = BackgroundTraffic.none(next);
  }

  /**
   * Polls, if it is time to, before a drain.
   *
   * @param terminating the pod is being deleted, so a failed health check stays failed
   * @return when to poll again, in nanoseconds of the ticker
   */
  public long serving(boolean terminating) {
    if (ticker.nanos() - next < 0) {
      return next;
    }
    busy = true;
    try {
      poll(terminating);
    } finally {
      busy = false;
    }
    long usual = ticker.nanos() + (watch.answered() ? PAUSE : FIRST_PAUSE).toNanos();
    next = listener.nextLook(usual);
    return next;
  }

  private void poll(boolean terminating) {
    switch (watch.poll()) {
      case SAME -> answered(terminating);
      case REPLACED, SUCCEEDED -> {
        live();
        answered(terminating);
      }
      case EXITED, SILENT -> {
        nextStatistics = ticker.nanos();
        polled(Reading.unknown("Envoy does not answer"));
        latest = statistics;
      }
    }
  }

  private void polled(Reading reading) {
    statistics = reading;
    listener.polled(reading);
  }

  /**
   * What Envoy's statistics said last before a drain, with the kernel's number of connections where
   * they have none; may be called on any thread.
   */
  public Reading latest() {
    return latest;
  }

  /** Whether calls are under way whose result no waiter needs. */
  public boolean busy() {
    return busy;
  }

  /**
   * Polls, if it is time to, after a drain.
   *
   * @return when to poll again, in nanoseconds of the ticker
   */
  public long released() {
    if (ticker.nanos() - next >= 0) {
      if (watch.poll() == EnvoyWatch.Sighting.SAME && !watch.draining()) {
        live();
      }
      next = ticker.nanos() + RELEASED_PAUSE.toNanos();
    }
    return next;
  }

  /** What was seen of health checks before a drain. */
  public BackgroundTraffic traffic() {
    return traffic;
  }

  /** Makes the next poll due at once. */
  public void soon() {
    next = ticker.nanos();
  }

  private void answered(boolean terminating) {
    if (!watch.draining()) {
      live();
    } else if (!terminating) {
      restore();
    }
    if (watch.isDumpDue()) {
      watch.replan();
    }
    Plan plan =
        watch.plan().filter(known -> !known.contexts().isEmpty()).orElseGet(watch::refreshed);
    read(plan);
    latest =
        statistics.connections() instanceof Count.Known
            ? statistics
            : sockets.add(statistics, plan);
    watch.probePaths().ifPresent(listener::probed);
    watch.statisticsMissing().ifPresent(listener::statisticsProbed);
  }

  private void restore() {
    Optional<Instant> envoy = watch.startedAt();
    if (!marker.names(envoy)) {
      warnOnce("Envoy is DRAINING, but not because of this sidecar; it is left DRAINING");
      // The marker is of another process, if this one's start is known.
      envoy.ifPresent(_ -> marker.remove());
      return;
    }
    if (marker.stopped(envoy)) {
      warnOnce("Envoy's listeners were stopped by an earlier run; it is left DRAINING");
      return;
    }
    log.warn("Envoy is DRAINING because of an earlier run; restoring its health check");
    if (watch.restoreReadiness()) {
      marker.remove();
      listener.readinessRestored();
    }
  }

  /** The health check is not failed any more, so the next failure may be another program's. */
  private void live() {
    marker.remove();
    warned = false;
  }

  private void warnOnce(String message) {
    if (!warned) {
      log.warn(message);
    }
    warned = true;
  }

  private void read(Plan plan) {
    if (ticker.nanos() - nextStatistics < 0) {
      return;
    }
    long began = ticker.nanos();
    AdminResult<Reading> result = new StatPoll(plan).ask(admin, () -> AdminCall.LONGEST);
    nextStatistics = ticker.nanos() + (ticker.nanos() - began) * SHARE;
    polled(
        switch (result) {
          case AdminResult.Answered<Reading>(Reading reading) -> current(plan, reading);
          case AdminResult<Reading> fault -> Reading.unknown(fault.text());
        });
    watch.inventory().ifPresent(listener::listed);
  }

  private Reading current(Plan plan, Reading reading) {
    if (plan.outdated(reading)) {
      watch.replan();
    }
    traffic = traffic.observe(ticker.nanos(), reading, 0);
    return reading;
  }
}
