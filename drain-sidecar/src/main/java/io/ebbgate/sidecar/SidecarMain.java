package io.ebbgate.sidecar;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.ReleaseCall;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.close.ListenerCloses;
import io.ebbgate.sidecar.drain.DrainLoop;
import io.ebbgate.sidecar.drain.KernelCloseSupport;
import io.ebbgate.sidecar.drain.OrderedStop;
import io.ebbgate.sidecar.drain.ReleaseNotice;
import io.ebbgate.sidecar.envoy.AdminClient;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.http.ControlPort;
import io.ebbgate.sidecar.http.HookPort;
import io.ebbgate.sidecar.http.HttpServer;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import io.ebbgate.sidecar.metrics.SidecarMetrics;
import io.ebbgate.sidecar.report.TerminationLog;
import io.ebbgate.sidecar.watch.ObserverNotice;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The drain sidecar's program: configuration, start, one log line of identity, drain, exit.
 *
 * <p>48 MB resident and 17 MB anonymous were measured through a drain in the image, which has one
 * arena of malloc, the JVM's arguments of {@code src/image/java.args} and an AOT cache.
 */
public final class SidecarMain {
  /** {@code EX_OSERR} of sysexits.h. */
  private static final int CANNOT_LISTEN = 71;

  /** The sidecar can't listen on an address. */
  private static final class ListenException extends Exception {
    private static final long serialVersionUID = 1L;

    ListenException(String setting, InetSocketAddress address, IOException cause) {
      super(
          "%s is %s, but the sidecar can't listen there: %s; allowed is a free address of this pod."
              .formatted(setting, SocketAddressText.of(address), cause.getMessage()),
          cause);
    }
  }

  private SidecarMain() {}

  /** Runs the program; it takes no arguments, and its settings from {@link Env}'s variables. */
  public static void main(String[] args) {
    try {
      start(SidecarConfig.read(System.getenv())).run();
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      System.exit(ConfigException.EXIT_CODE);
    } catch (ListenException e) {
      System.err.println(e.getMessage());
      System.exit(CANNOT_LISTEN);
    }
  }

  private static DrainLoop start(SidecarConfig config) throws ListenException {
    JsonLog log = new JsonLog(new FileOutputStream(FileDescriptor.out), InstantSource.system());
    log.start();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) ->
        log.error(
            "thread ended by an uncaught exception",
            LogKeys.THREAD,
            thread.getName(),
            LogKeys.CAUSE,
            e));
    Ticker ticker = System::nanoTime;
    SidecarMetrics metrics =
        new SidecarMetrics(version(), log::dropped, config.pod().grace(), InstantSource.system());
    EnvoyAdmin admin = metrics.admin().counted(new AdminClient(config.admin(), ticker), ticker);
    KernelCloseSupport kernelClose =
        KernelCloseSupport.probe(config.pod(), config.selectiveClose(), ticker);
    metrics.forceClose(kernelClose.forceClose());
    metrics.selectiveClose(kernelClose.onDemand());
    DrainLoop drain =
        new DrainLoop(
            admin,
            config.pod().releaseCall().map(call -> release(call, metrics, log, ticker)),
            kernelClose,
            config.style(),
            new TerminationLog(config.terminationLog(), config.messageLimit(), log),
            config.stateDir().resolve(Paths.MARKER_FILE),
            new ObserverNotice(
                config.observer(), config.podNamespace(), config.podName(), ticker, log),
            metrics,
            log,
            ticker,
            InstantSource.system());
    OrderedStop order =
        new OrderedStop(
            drain, config.admin(), config.hook().getAddress(), config.pod(), log, ticker);
    HookPort hookPort = new HookPort(drain, order, config.token(), metrics, log, ticker);
    HttpServer hook = listen(Env.HOOK_ADDRESS, config.hook(), hookPort::open);
    ListenerCloses closes =
        new ListenerCloses(drain::listeners, admin, kernelClose, metrics.closes(), log, ticker);
    ControlPort controlPort =
        new ControlPort(drain, closes, admin, config.token(), metrics, log, ticker);
    HttpServer control = listen(Env.CONTROL_ADDRESS, config.control(), controlPort::open);
    new SidecarShutdown(config.style(), drain, order, hook, log).register();
    logStart(config, hook, control, log);
    kernelClose
        .refusal()
        .ifPresent(cause -> log.warn("connections can't be closed by force", LogKeys.CAUSE, cause));
    closes.watchAges();
    return drain;
  }

  private static ReleaseNotice release(
      ReleaseCall call, SidecarMetrics metrics, JsonLog log, Ticker ticker) {
    SocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), call.port());
    AdminClient client = new AdminClient(List.of(address), ticker);
    return new ReleaseNotice(call, metrics.admin().counted(client, ticker), log);
  }

  /** Opens a port at an address. */
  @FunctionalInterface
  private interface Opener {
    HttpServer open(InetSocketAddress address) throws IOException;
  }

  private static HttpServer listen(String setting, InetSocketAddress address, Opener opener)
      throws ListenException {
    try {
      return opener.open(address);
    } catch (IOException e) {
      throw new ListenException(setting, address, e);
    }
  }

  private static void logStart(
      SidecarConfig config, HttpServer hook, HttpServer control, JsonLog log) {
    log.info(
        "ebbgate drain sidecar started",
        LogKeys.VERSION,
        version(),
        LogKeys.NAMESPACE,
        config.podNamespace(),
        LogKeys.POD,
        config.podName(),
        LogKeys.PROFILE,
        config.profile(),
        LogKeys.SIDECAR,
        config.style().wireName(),
        LogKeys.ADMIN,
        config.admin(),
        LogKeys.HOOK,
        SocketAddressText.of(hook.address()),
        LogKeys.CONTROL,
        SocketAddressText.of(control.address()),
        LogKeys.GRACE,
        config.pod().grace());
  }

  private static String version() {
    return Optional.ofNullable(SidecarMain.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
