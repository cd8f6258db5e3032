package io.ebbgate.sidecar.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.ReleaseCall;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.drain.SocketCounts;
import io.ebbgate.core.drain.Sockets;
import io.ebbgate.core.testkit.ManualTicker;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.sidecar.envoy.AdaptiveAdmin;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.report.DrainListener;
import io.ebbgate.sidecar.report.DrainReporter;
import io.ebbgate.sidecar.report.TerminationLog;
import io.ebbgate.sidecar.watch.DrainMarker;
import io.ebbgate.sidecar.watch.EnvoyWatch;
import io.ebbgate.sidecar.watch.IdlePolling;
import io.ebbgate.sidecar.watch.SocketView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A drainer with a scripted Envoy, on time that the test moves. */
final class DrainerHarness implements DrainListener {
  static final String ANNOUNCE = "/drain_listeners?graceful&skip_exit";

  /** A monotonic clock may begin anywhere, and pass zero in a drain. */
  private static final Duration STARTED_BEFORE_ZERO = Duration.ofMillis(20_200);

  final ManualTicker ticker;
  final ScriptedEnvoy envoy;
  final List<String> phases = new ArrayList<>();
  final List<Verdict> reports = new ArrayList<>();
  final Path message;
  final Path marker;

  /** Gets each verdict in the moment in which it is final. */
  Consumer<Verdict> ended = _ -> {};

  int recoveries;
  boolean deaf;
  Reading reading = Reading.unknown("not read yet");
  SocketView sockets = (statistics, _) -> statistics;
  ConnectionCloser closer = _ -> Optional.empty();

  /** What the program beside Envoy was asked, each with what had been told by then. */
  final List<String> released = new ArrayList<>();

  private final EnvoyAdmin agent =
      new EnvoyAdmin() {
        @Override
        public <T> AdminResult<T> call(AdminCall<T> call) {
          released.add(call.target() + " after " + phases.getLast());
          return new AdminResult.TimedOut<>();
        }
      };

  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final JsonLog log = new JsonLog(logged, InstantSource.fixed(Instant.EPOCH));
  private final IdlePolling polling;
  private final Drainer drainer;
  private long next;

  DrainerHarness(Path folder) {
    this(folder, SidecarStyle.NATIVE);
  }

  DrainerHarness(Path folder, SidecarStyle stop) {
    this(folder, stop, pod("75s"));
  }

  DrainerHarness(Path folder, SidecarStyle stop, PodTerms pod) {
    this(folder, stop, pod, new ManualTicker(-STARTED_BEFORE_ZERO.toNanos()));
  }

  private DrainerHarness(Path folder, SidecarStyle stop, PodTerms pod, ManualTicker ticker) {
    this(folder, stop, pod, ticker, new ScriptedEnvoy(ticker));
  }

  /** A sidecar beside an Envoy that was there before it. */
  DrainerHarness(
      Path folder, SidecarStyle stop, PodTerms pod, ManualTicker ticker, ScriptedEnvoy envoy) {
    this.ticker = ticker;
    this.envoy = envoy;
    message = folder.resolve("termination-log");
    marker = folder.resolve("draining");
    EnvoyAdmin admin = new AdaptiveAdmin(envoy, ticker);
    EnvoyWatch watch = new EnvoyWatch(admin, ticker, this::wallClock, Set.of(), log);
    DrainMarker mark = new DrainMarker(marker, log);
    polling =
        new IdlePolling(
            admin, watch, ticker, mark, this, log, (known, of) -> sockets.add(known, of));
    drainer =
        new Drainer(
            ticker,
            pod,
            stop,
            watch,
            plan ->
                new DrainWorker(
                    admin,
                    watch,
                    ticker,
                    mark,
                    this,
                    log,
                    (known, of) -> sockets.add(known, of),
                    phase -> closer.close(phase),
                    plan),
            new DrainReporter(
                ticker,
                this::wallClock,
                log,
                new TerminationLog(message, VerdictFields.LIMIT, log),
                this),
            polling,
            mark,
            Optional.of(new ReleaseNotice(new ReleaseCall(15_020, "/drain"), agent, log)));
    next = ticker.nanos();
  }

  /** A pod with the settings' defaults. */
  static PodTerms pod(String grace) {
    return PodTerms.read(new SettingReader(Map.of(Env.GRACE_PERIOD, grace)));
  }

  private Instant wallClock() {
    return Instant.EPOCH.plusNanos(ticker.nanos()).plus(envoy.clockMoved);
  }

  /** How long connections of hooks have been open when their requests have arrived. */
  Duration waited = Duration.ZERO;

  /** What the gateway has while it serves. */
  Reading whileServing() {
    return polling.latest();
  }

  DrainPhase phase() {
    return drainer.phase();
  }

  CompletableFuture<Verdict> hook() {
    return drain(true);
  }

  CompletableFuture<Verdict> control() {
    return drain(false);
  }

  private CompletableFuture<Verdict> drain(boolean hook) {
    CompletableFuture<Verdict> answer = new CompletableFuture<>();
    drain(hook, answer);
    return answer;
  }

  void drain(boolean hook, CompletableFuture<Verdict> answer) {
    accept(new Command.Drain(ticker.nanos(), ticker.nanos() - waited.toNanos(), hook, answer));
  }

  /** Both before the drainer's next step, as its loop takes them. */
  CompletableFuture<Verdict> controlAndHook() {
    CompletableFuture<Verdict> answer = new CompletableFuture<>();
    drainer.accept(new Command.Drain(ticker.nanos(), ticker.nanos(), false, answer));
    var _ = hook();
    return answer;
  }

  CompletableFuture<Verdict> stop() {
    CompletableFuture<Verdict> answer = new CompletableFuture<>();
    accept(new Command.Stop(ticker.nanos(), answer));
    return answer;
  }

  CancelResult callOff() {
    CompletableFuture<CancelResult> answer = new CompletableFuture<>();
    accept(new Command.Cancel(ticker.nanos(), answer));
    return answer.join();
  }

  void terminating() {
    accept(new Command.PodTerminating(ticker.nanos()));
  }

  void refused() {
    accept(new Command.HookRejected(ticker.nanos()));
  }

  void deadline(Duration grace) {
    accept(new Command.Deadline(ticker.nanos(), grace));
  }

  void registration(boolean registered) {
    accept(new Command.Registration(ticker.nanos(), registered));
  }

  /** A deletion: both hooks in the same moment. */
  CompletableFuture<Verdict> deletion() {
    CompletableFuture<Verdict> answer = hook();
    terminating();
    return answer;
  }

  /** A deletion, and this much time after it. */
  CompletableFuture<Verdict> deletionThen(Duration time) {
    return then(deletion(), time);
  }

  /** The gateway's hook alone, and this much time after it. */
  CompletableFuture<Verdict> hookThen(Duration time) {
    return then(hook(), time);
  }

  /** The control port's drain, and this much time after it. */
  CompletableFuture<Verdict> controlThen(Duration time) {
    return then(control(), time);
  }

  /** SIGTERM, and this much time after it. */
  CompletableFuture<Verdict> stopThen(Duration time) {
    return then(stop(), time);
  }

  private CompletableFuture<Verdict> then(CompletableFuture<Verdict> answer, Duration time) {
    pass(time);
    return answer;
  }

  private void accept(Command ask) {
    drainer.accept(ask);
    next = ticker.nanos();
    pass(Duration.ZERO);
  }

  /** Lets time pass, with every step that is due on the way. */
  void pass(Duration time) {
    long end = ticker.nanos() + time.toNanos();
    step();
    while (next - end <= 0 && next - ticker.nanos() > 0) {
      ticker.advance(Duration.ofNanos(next - ticker.nanos()));
      step();
    }
    // A slow Envoy may have taken longer.
    ticker.advance(Duration.ofNanos(Math.max(end - ticker.nanos(), 0)));
  }

  /** As {@link DrainLoop} does it. */
  private void step() {
    // A step may find that the next one is due at once, but not again and again.
    for (int i = 0; i < 10; i++) {
      try {
        next = drainer.step();
      } catch (RuntimeException _) {
        drainer.recover();
        next = ticker.nanos() + Duration.ofMillis(100).toNanos();
      }
      if (next - ticker.nanos() > 0) {
        return;
      }
    }
    throw new AssertionError("the drainer runs in circles in " + phase());
  }

  /** The lines of the log with this message; may be called once. */
  List<String> logged(String text) {
    log.start();
    log.flush(Duration.ofSeconds(10));
    return logged.toString(UTF_8).lines().filter(line -> line.contains(text)).toList();
  }

  /** What the kernel has of connections beside Envoy's statistics; idle ones are so for long. */
  void kernelHas(long open, long working) {
    Duration since = working > 0 ? Duration.ZERO : Duration.ofMinutes(1);
    Optional<Duration> idle = Optional.of(since).filter(_ -> open > 0);
    SocketCounts http =
        new SocketCounts(CountSource.SOCK_DIAG, open, Count.of(working), open, idle);
    SocketCounts other =
        new SocketCounts(CountSource.SOCK_DIAG, 0, Count.of(0), 0, Optional.empty());
    sockets =
        (statistics, plan) ->
            plan.joined(statistics, new Sockets(http, other), statistics.accepted());
  }

  String message() {
    try {
      return Files.exists(message) ? Files.readString(message) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void phaseChanged(DrainPhase from, DrainPhase to, Duration lasted) {
    phases.add(to.wireName());
  }

  @Override
  public void polled(Reading now) {
    reading = now;
  }

  @Override
  public void drainEnded(Verdict report) {
    if (deaf) {
      throw new IllegalStateException("scripted");
    }
    reports.add(report);
    ended.accept(report);
  }

  @Override
  public void readinessRestored() {
    recoveries++;
  }

  /** Connections and requests that Envoy has from now on. */
  void busy(int connections, int requests) {
    envoy.connections = connections;
    envoy.requests = requests;
    envoy.accepted = Math.max(envoy.accepted, connections);
    envoy.answered = Math.max(envoy.answered, requests);
  }

  static Verdict verdict(CompletableFuture<Verdict> answer) {
    assertThat(answer).isCompleted();
    return answer.join();
  }

  static DrainRecord record(CompletableFuture<Verdict> answer) {
    return verdict(answer).drain().orElseThrow();
  }

  /** The plan of the drain that is over. */
  Plan plan() {
    return ((DrainPhase.Released) phase()).terms().plan();
  }
}
