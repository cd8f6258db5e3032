package io.ebbgate.sidecar.close;

import io.ebbgate.core.close.CloseEnd;
import io.ebbgate.core.close.CloseProgress;
import io.ebbgate.core.close.CloseRequest;
import io.ebbgate.core.close.CloseRules;
import io.ebbgate.core.close.CloseStep;
import io.ebbgate.core.close.CloseTarget;
import io.ebbgate.core.close.Closes;
import io.ebbgate.core.close.ConnectionCounts;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.kernel.ListenerConnections;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import io.ebbgate.sidecar.metrics.CloseMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Carries out one request on a thread of its own: reads the listener's sockets, does what {@link
 * CloseRules} say, and reads them again. When the process ends, so does it: clients are let in.
 */
final class CloseRun {
  /** A kernel closes a thousand connections in some ten milliseconds. */
  private static final Duration LIMIT = Duration.ofMillis(500);

  private final CloseTarget target;
  private final CloseRequest request;
  private final ListenerConnections connections;
  private final CloseMetrics metrics;
  private final JsonLog log;
  private final Ticker ticker;
  private final CompletableFuture<CloseReport> begun = new CompletableFuture<>();
  private final CompletableFuture<CloseReport> ended = new CompletableFuture<>();
  private final Semaphore bell = new Semaphore(0);
  private volatile boolean calledOff;
  private volatile CloseReport report;

  CloseRun(
      CloseTarget target,
      CloseRequest request,
      ListenerConnections connections,
      CloseMetrics metrics,
      JsonLog log,
      Ticker ticker) {
    this.target = target;
    this.request = request;
    this.connections = connections;
    this.metrics = metrics;
    this.log = log;
    this.ticker = ticker;
    this.report =
        new CloseReport(
            target,
            request,
            CloseProgress.first(ticker.nanos(), ConnectionCounts.NONE, Duration.ZERO),
            0,
            false,
            Optional.empty());
  }

  /** Counts what there is and closes nothing. */
  CloseReport dryRun() {
    CloseEnd end = began() ? CloseEnd.DONE : CloseEnd.FAILED;
    report = report.ended(end);
    return report;
  }

  /**
   * Begins; {@code over} runs when its last report is made.
   *
   * @throws OutOfMemoryError where no thread can be started; then it has ended
   */
  void start(Runnable over) {
    metrics.began();
    log.info(
        "closing connections on demand",
        LogKeys.LISTENER,
        target.listener(),
        LogKeys.SPREAD,
        request.timing().spread(),
        LogKeys.KEEP,
        request.timing().keep());
    try {
      var _ = Thread.ofPlatform().daemon().name("close").start(() -> run(over));
    } catch (OutOfMemoryError e) {
      unread("no thread could be started");
      end(CloseEnd.FAILED, over);
      throw e;
    }
  }

  /** How far it has come. */
  CloseReport report() {
    return report;
  }

  /** Completes when all that could be closed at once is. */
  CompletableFuture<CloseReport> begun() {
    return begun;
  }

  /** Completes with its end. */
  CompletableFuture<CloseReport> ended() {
    return ended;
  }

  void callOff() {
    calledOff = true;
    bell.release();
  }

  private void run(Runnable over) {
    CloseEnd end = CloseEnd.FAILED;
    try {
      end = delayed() ? CloseEnd.CALLED_OFF : began() ? carriedOut() : CloseEnd.FAILED;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      end(end, over);
    }
  }

  private void end(CloseEnd end, Runnable over) {
    report = report.ended(end);
    metrics.ended(end);
    metrics.keptClosed(kept());
    logEnd();
    over.run();
    begun.complete(report);
    ended.complete(report);
  }

  /** Waits until it is to begin, which a client hears at once; whether it is called off by then. */
  private boolean delayed() throws InterruptedException {
    Duration delay = request.timing().delay();
    if (delay.isPositive()) {
      begun.complete(report);
      var _ = bell.tryAcquire(delay.toNanos(), TimeUnit.NANOSECONDS);
    }
    return calledOff;
  }

  /** How long new connections were closed as they came. */
  private Duration kept() {
    if (!report.begun()) {
      return Duration.ZERO;
    }
    Duration took = Duration.ofNanos(ticker.nanos() - report.progress().began());
    return took.compareTo(request.timing().keep()) < 0 ? took : request.timing().keep();
  }

  /** Whether the sockets could be read. */
  private boolean began() {
    long at = ticker.nanos();
    try {
      ConnectionCounts counts = connections.read(LIMIT);
      report = report(CloseProgress.first(at, counts, Duration.ofNanos(ticker.nanos() - at)));
      return true;
    } catch (IOException e) {
      unread(String.valueOf(e.getMessage()));
    } catch (LinkageError | RuntimeException unusable) {
      unread("system calls can't be made: " + unusable);
    }
    return false;
  }

  private CloseEnd carriedOut() throws InterruptedException {
    while (true) {
      long now = ticker.nanos();
      switch (CloseRules.next(request, report.progress(), calledOff, now)) {
        case CloseStep.Close(long first, long later) -> close(first, later);
        case CloseStep.Pause(long until) -> {
          begun.complete(report);
          var _ = bell.tryAcquire(until - now, TimeUnit.NANOSECONDS);
          read();
        }
        case CloseStep.Ended(CloseEnd end) -> {
          return end;
        }
      }
    }
  }

  private void close(long first, long later) {
    ListenerConnections.Closed closed = connections.close(first, later, LIMIT);
    long total = closed.first() + closed.later();
    if (total == 0 && closed.failure().isPresent()) {
      report = report.with(report.progress().notClosed(closed.failure().get()));
      return;
    }
    metrics.closed(total);
    Closes more = new Closes(closed.first(), closed.later(), closed.working(), ticker.nanos());
    report = report(report.progress().closed(more));
    if (closed.first() > 0) {
      read();
    }
  }

  private void read() {
    long at = ticker.nanos();
    try {
      ConnectionCounts counts = connections.read(LIMIT);
      Duration took = Duration.ofNanos(ticker.nanos() - at);
      report = report(report.progress().read(counts, took));
    } catch (IOException e) {
      unread(String.valueOf(e.getMessage()));
    }
  }

  private void unread(String cause) {
    report = report.with(report.progress().unread(cause));
  }

  /** After a reading. */
  private CloseReport report(CloseProgress progress) {
    return new CloseReport(
        target, request, progress, connections.working(), true, Optional.empty());
  }

  private void logEnd() {
    CloseProgress last = report.progress();
    if (report.failed() > 0 || last.failures().cause().isPresent()) {
      log.warn(
          "connections could not all be closed on demand",
          LogKeys.LISTENER,
          target.listener(),
          LogKeys.LEFT,
          report.failed(),
          LogKeys.CAUSE,
          last.failures().cause().orElse("they were still there when the time was up"));
    }
    log.info(
        "closing connections on demand ended",
        LogKeys.LISTENER,
        target.listener(),
        LogKeys.RESULT,
        report.result(),
        LogKeys.OPEN,
        last.there(),
        LogKeys.CLOSED,
        last.closes().total(),
        LogKeys.CAME,
        last.came(),
        LogKeys.LEFT,
        last.left());
  }
}
