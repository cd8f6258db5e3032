package io.ebbgate.sidecar.drain;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.close.KnownListener;
import io.ebbgate.core.context.ListenerDrainReport;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainPhase.Serving;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.sidecar.envoy.AdaptiveAdmin;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.report.ContextReporter;
import io.ebbgate.sidecar.report.DrainListener;
import io.ebbgate.sidecar.report.DrainReporter;
import io.ebbgate.sidecar.report.TerminationLog;
import io.ebbgate.sidecar.watch.DrainMarker;
import io.ebbgate.sidecar.watch.EnvoyWatch;
import io.ebbgate.sidecar.watch.IdlePolling;
import io.ebbgate.sidecar.watch.ObserverNotice;
import io.ebbgate.sidecar.watch.RegistrationCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The drain thread, and the methods by which other threads send it commands. */
public final class DrainLoop {
  /**
   * What the control port shows.
   *
   * @param phase the phase's word
   * @param report of the drain that runs, or of the last one
   * @param now what Envoy has, while it serves; its connections by the kernel where it has no
   *     statistics of them
   * @param plan the last that could be made
   * @param listeners drains of single listeners: those that LDS changed lately, and all that run
   * @param kernelClose whether connections can be closed by the kernel
   */
  public record Status(
      String phase,
      Optional<Verdict> report,
      Optional<Reading> now,
      Optional<Plan> plan,
      List<ListenerDrainReport> listeners,
      KernelCloseSupport kernelClose) {}

  private final Mailbox mailbox = new Mailbox();
  private final CompletableFuture<Verdict> exit = new CompletableFuture<>();
  private final Ticker ticker;
  private final JsonLog log;
  private final EnvoyWatch watch;
  private final DrainReporter reporter;
  private final ContextReporter contexts;
  private final Drainer drainer;
  private final IdlePolling polling;
  private final SidecarStyle style;
  private final KernelCloseSupport kernelClose;
  private final Optional<RegistrationCheck> check;
  private volatile boolean ended;

  /** A loop that has yet to be {@link #run}. */
  public DrainLoop(
      EnvoyAdmin admin,
      Optional<ReleaseNotice> release,
      KernelCloseSupport kernelClose,
      SidecarStyle style,
      TerminationLog message,
      Path markerFile,
      ObserverNotice notice,
      DrainListener metrics,
      JsonLog log,
      Ticker ticker,
      InstantSource clock) {
    ContextReporter listener = new ContextReporter(ticker, clock, log, metrics, notice::send);
    this.contexts = listener;
    PodTerms pod = kernelClose.terms();
    this.kernelClose = kernelClose;
    this.ticker = ticker;
    this.log = log;
    this.style = style;
    this.check = RegistrationCheck.of(pod.settings().holdUntil(), ticker, this::registration);
    EnvoyAdmin preemptible = new PreemptibleAdmin(new AdaptiveAdmin(admin, ticker), this::urgent);
    this.watch = new EnvoyWatch(preemptible, ticker, clock, pod.ignoredPorts(), log);
    DrainMarker marker = new DrainMarker(markerFile, log);
    this.reporter = new DrainReporter(ticker, clock, log, message, listener);
    this.polling =
        new IdlePolling(
            preemptible, watch, ticker, marker, listener, log, new KernelView(ticker, log));
    this.drainer =
        new Drainer(
            ticker,
            pod,
            style,
            watch,
            plan ->
                new DrainWorker(
                    preemptible,
                    watch,
                    ticker,
                    marker,
                    listener,
                    log,
                    new KernelView(ticker, log),
                    new KernelCloser(ticker, log),
                    plan),
            reporter,
            polling,
            marker,
            release);
  }

  /** Carries out commands until this thread is interrupted. */
  public void run() {
    try {
      loop();
    } finally {
      ended = true;
    }
  }

  /** The phase of the drain; may be read on any thread. */
  DrainPhase phase() {
    return drainer.phase();
  }

  /** Whether {@link #run} has returned, so that no command is carried out any more. */
  public boolean ended() {
    return ended;
  }

  private void loop() {
    while (!Thread.currentThread().isInterrupted()) {
      long next = step();
      try {
        mailbox.await(next - ticker.nanos());
        mailbox.take(this::accept);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (Throwable e) {
        recover(e);
      }
    }
  }

  /** Whether a waiting command matters more than the admin call that is under way. */
  private boolean urgent() {
    return (style == SidecarStyle.NATIVE && mailbox.stopping())
        || (polling.busy() && mailbox.waiting());
  }

  private long step() {
    try {
      long next = drainer.step();
      check.ifPresent(each -> each.follow(drainer.phase()));
      return next;
    } catch (PreemptibleAdmin.PreemptedException _) {
      return ticker.nanos();
    } catch (Throwable e) {
      return recover(e);
    }
  }

  private void accept(Command command) {
    try {
      drainer.accept(command);
    } catch (PreemptibleAdmin.PreemptedException _) {
      // The command that preempted it is next.
    } catch (Throwable e) {
      recover(e);
    }
  }

  /** After an unexpected error: this process must not die while the kubelet waits for it. */
  private long recover(Throwable e) {
    try {
      log.error("unexpected error, the drain continues", e);
    } catch (Throwable _) {
      // Out of memory, most likely; to go on matters more.
    }
    try {
      drainer.recover();
    } catch (Throwable _) {
      // Tried again with the next step.
    }
    return ticker.nanos() + DrainWorker.AFTER_ERROR.toNanos();
  }

  /**
   * The gateway's hook: completes with the verdict when the drain ends.
   *
   * @param acceptedAt when its connection was accepted, in nanoseconds of the ticker
   */
  public CompletableFuture<Verdict> hook(long acceptedAt) {
    return drain(acceptedAt, true);
  }

  /** The control port's drain: completes as the hook's does. */
  public CompletableFuture<Verdict> drain(long acceptedAt) {
    return drain(acceptedAt, false);
  }

  private CompletableFuture<Verdict> drain(long acceptedAt, boolean hook) {
    CompletableFuture<Verdict> answer = new CompletableFuture<>();
    send(new Command.Drain(ticker.nanos(), acceptedAt, hook, answer), answer);
    return answer;
  }

  /** Cancels a drain that the control port started. */
  public CompletableFuture<CancelResult> cancel() {
    CompletableFuture<CancelResult> answer = new CompletableFuture<>();
    send(new Command.Cancel(ticker.nanos(), answer), answer);
    return answer;
  }

  /** The pod is being deleted. */
  public void podTerminating() {
    mailbox.put(new Command.PodTerminating(ticker.nanos()));
  }

  /** A hook without the pod's token was rejected. */
  public void hookRejected() {
    mailbox.put(new Command.HookRejected(ticker.nanos()));
  }

  /** The pod's grace period is now this long. */
  public void deadline(Duration grace) {
    mailbox.put(new Command.Deadline(ticker.nanos(), grace));
  }

  /** The load balancer still has the pod, or has let go of it. */
  public void registration(boolean registered) {
    mailbox.put(new Command.Registration(ticker.nanos(), registered));
  }

  /** SIGTERM: completes when the program may exit. */
  public CompletableFuture<Verdict> stop() {
    mailbox.put(new Command.Stop(ticker.nanos(), exit));
    return exit;
  }

  private void send(Command command, CompletableFuture<?> answer) {
    if (!mailbox.put(command)) {
      answer.completeExceptionally(new IllegalStateException("too many commands at once"));
    }
  }

  /** The last plan that could be made; may be read on any thread. */
  public Optional<Plan> plan() {
    return watch.plan();
  }

  /** Envoy's listeners; empty while they are unknown. May be read on any thread. */
  public Optional<List<KnownListener>> listeners() {
    return watch.listeners();
  }

  /** Drains of listeners that cut connections while Envoy stayed; may be read on any thread. */
  public List<ListenerDrainReport> listenerDrainsThatCut() {
    return contexts.cuts();
  }

  /** The current status; may be read on any thread. */
  public Status status() {
    DrainPhase phase = drainer.phase();
    Optional<Verdict> report =
        phase instanceof Holding holding
            ? Optional.of(reporter.provisional(holding))
            : reporter.last();
    return new Status(
        phase.wireName(),
        report,
        phase instanceof Serving ? Optional.of(polling.latest()) : Optional.empty(),
        watch.plan(),
        Stream.concat(contexts.ended().stream(), contexts.running().stream()).toList(),
        kernelClose);
  }
}
