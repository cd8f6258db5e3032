package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.core.drain.Verdict;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thread that drains, and the door through which others ask it for something. */
public final class DrainLoop {
  /** Hooks come at least once, not without end. */
  private static final int MOST_ASKED = 4096;

  private static final Duration AFTER_ERROR = Duration.ofMillis(100);

  private final BlockingQueue<Ask> asked = new LinkedBlockingQueue<>(MOST_ASKED);
  private final Ticker ticker;
  private final JsonLog log;
  private final EnvoyWatch watch;
  private final Telling telling;
  private final Drainer drainer;
  private volatile boolean ended;

  /** A loop that has yet to be {@link #run}. */
  public DrainLoop(
      EnvoyAdmin admin,
      PodTerms pod,
      StopKind stop,
      Path terminationLog,
      Path markerFile,
      Witness witness,
      JsonLog log,
      Ticker ticker,
      InstantSource clock) {
    this.ticker = ticker;
    this.log = log;
    this.watch = new EnvoyWatch(admin, ticker, clock, pod.ignoredPorts(), log);
    Marker marker = new Marker(markerFile, log);
    this.telling =
        new Telling(ticker, clock, log, new TerminationLog(terminationLog, log), witness);
    this.drainer =
        new Drainer(
            ticker,
            pod,
            stop,
            watch,
            plan -> new Hold(admin, watch, ticker, marker, witness, log, plan),
            telling,
            new Idling(admin, watch, ticker, marker, witness, log),
            marker);
  }

  /** Drains when asked to, until this thread is interrupted. */
  public void run() {
    try {
      loop();
    } finally {
      ended = true;
    }
  }

  /** Nobody drains any more. */
  public boolean ended() {
    return ended;
  }

  private void loop() {
    while (!Thread.currentThread().isInterrupted()) {
      long next = step();
      try {
        @Nullable Ask ask = asked.poll(next - ticker.nanos(), TimeUnit.NANOSECONDS);
        while (ask != null) {
          accept(ask);
          ask = asked.poll();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private long step() {
    try {
      return drainer.step();
    } catch (Throwable e) {
      return mended(e);
    }
  }

  private void accept(Ask ask) {
    try {
      drainer.accept(ask);
    } catch (Throwable e) {
      mended(e);
    }
  }

  /** Whatever went wrong: this process may not die while the kubelet waits for it. */
  private long mended(Throwable e) {
    try {
      log.error("unforeseen, the drain goes on", LogKeys.CAUSE, e, LogKeys.AT, Traces.top(e));
      drainer.mend();
    } catch (Throwable worse) {
      e.addSuppressed(worse);
    }
    return ticker.nanos() + AFTER_ERROR.toNanos();
  }

  /** The gateway's hook: completes with the verdict when the hold ends. */
  public CompletableFuture<Report> hook() {
    CompletableFuture<Report> answer = new CompletableFuture<>();
    ask(new Ask.Drain(ticker.nanos(), true, answer), answer);
    return answer;
  }

  /** The control port's drain: completes as the hook's does. */
  public CompletableFuture<Report> drain() {
    CompletableFuture<Report> answer = new CompletableFuture<>();
    ask(new Ask.Drain(ticker.nanos(), false, answer), answer);
    return answer;
  }

  /** Calls off a drain that the control port began. */
  public CompletableFuture<CallOffAnswer> callOff() {
    CompletableFuture<CallOffAnswer> answer = new CompletableFuture<>();
    ask(new Ask.CallOff(ticker.nanos(), answer), answer);
    return answer;
  }

  /** The pod is being deleted. */
  public void terminating() {
    ask(new Ask.Terminating(ticker.nanos()), new CompletableFuture<>());
  }

  /** A hook came without the pod's token. */
  public void refused() {
    ask(new Ask.Refused(ticker.nanos()), new CompletableFuture<>());
  }

  /** The pod got this much grace. */
  public void deadline(Duration grace) {
    ask(new Ask.Deadline(ticker.nanos(), grace), new CompletableFuture<>());
  }

  /** SIGTERM: completes when the program may end. */
  public CompletableFuture<Report> stop() {
    CompletableFuture<Report> answer = new CompletableFuture<>();
    ask(new Ask.Stop(ticker.nanos(), answer), answer);
    return answer;
  }

  private void ask(Ask ask, CompletableFuture<?> answer) {
    if (!asked.offer(ask)) {
      answer.completeExceptionally(new IllegalStateException("too many calls at once"));
    }
  }

  /** Where things are; may be asked for on any thread. */
  public DrainStatus status() {
    DrainPhase phase = drainer.phase();
    Optional<Report> report =
        phase instanceof Holding holding
            ? Optional.of(telling.now(Verdict.provisional(holding, ticker.nanos())))
            : telling.last();
    return new DrainStatus(phase.word(), report, watch.plan());
  }
}
