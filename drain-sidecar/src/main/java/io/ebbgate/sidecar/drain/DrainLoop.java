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
import java.util.concurrent.CompletableFuture;

/** The one thread that drains, and the door through which others ask it for something. */
public final class DrainLoop {
  /** So long nothing is tried again after an error. */
  static final Duration AFTER_ERROR = Duration.ofMillis(100);

  private final Inbox inbox = new Inbox();
  private final CompletableFuture<Report> end = new CompletableFuture<>();
  private final Ticker ticker;
  private final JsonLog log;
  private final EnvoyWatch watch;
  private final Telling telling;
  private final Drainer drainer;
  private final Idling idling;
  private final StopKind stop;
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
    this.stop = stop;
    EnvoyAdmin hurried = new HurriedAdmin(admin, this::urgent);
    this.watch = new EnvoyWatch(hurried, ticker, clock, pod.ignoredPorts(), log);
    Marker marker = new Marker(markerFile, log);
    this.telling =
        new Telling(ticker, clock, log, new TerminationLog(terminationLog, log), witness);
    this.idling = new Idling(hurried, watch, ticker, marker, witness, log);
    this.drainer =
        new Drainer(
            ticker,
            pod,
            stop,
            watch,
            plan -> new Hold(hurried, watch, ticker, marker, witness, log, plan),
            telling,
            idling,
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
        inbox.await(next - ticker.nanos());
        inbox.take(this::accept);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (Throwable e) {
        mended(e);
      }
    }
  }

  /** What is under way with Envoy is of less use than what was asked. */
  private boolean urgent() {
    return (stop == StopKind.NATIVE && inbox.stopping()) || (idling.busy() && inbox.waiting());
  }

  private long step() {
    try {
      return drainer.step();
    } catch (HurriedAdmin.LeftException _) {
      return ticker.nanos();
    } catch (Throwable e) {
      return mended(e);
    }
  }

  private void accept(Ask ask) {
    try {
      drainer.accept(ask);
    } catch (HurriedAdmin.LeftException _) {
      // The stop that it was left for is next.
    } catch (Throwable e) {
      mended(e);
    }
  }

  /** Whatever went wrong: this process may not die while the kubelet waits for it. */
  private long mended(Throwable e) {
    try {
      log.error("unforeseen, the drain goes on", LogKeys.CAUSE, e, LogKeys.AT, Traces.top(e));
    } catch (Throwable _) {
      // No memory to say it, most likely; to go on matters more.
    }
    try {
      drainer.mend();
    } catch (Throwable _) {
      // Tried again with the next step.
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
    inbox.put(new Ask.Terminating(ticker.nanos()));
  }

  /** A hook came without the pod's token. */
  public void refused() {
    inbox.put(new Ask.Refused(ticker.nanos()));
  }

  /** The pod got this much grace. */
  public void deadline(Duration grace) {
    inbox.put(new Ask.Deadline(ticker.nanos(), grace));
  }

  /** SIGTERM: completes when the program may end. */
  public CompletableFuture<Report> stop() {
    inbox.put(new Ask.Stop(ticker.nanos(), end));
    return end;
  }

  private void ask(Ask ask, CompletableFuture<?> answer) {
    if (!inbox.put(ask)) {
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
    return new DrainStatus(phase.wireName(), report, watch.plan());
  }
}
