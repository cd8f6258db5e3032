package io.ebbgate.sidecar;

import io.ebbgate.sidecar.drain.DrainLoop;
import io.ebbgate.sidecar.drain.JsonLog;
import io.ebbgate.sidecar.drain.LogKeys;
import io.ebbgate.sidecar.drain.StopKind;
import io.ebbgate.sidecar.http.HttpPort;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What SIGTERM does. The JVM's one public way to hear it is a shutdown hook, after which it exits
 * with 143; a pod that was drained as it should be has to show 0, so the hook itself ends the
 * process. The JVM takes a second SIGTERM for nothing.
 */
final class Shutdown {
  private static final Duration NATIVE_STOP = Duration.ofMillis(700);
  private static final Duration ANSWERS = Duration.ofMillis(250);
  private static final Duration LINES = Duration.ofMillis(100);

  private final StopKind kind;
  private final DrainLoop drain;
  private final HttpPort hook;
  private final JsonLog log;

  Shutdown(StopKind kind, DrainLoop drain, HttpPort hook, JsonLog log) {
    this.kind = kind;
    this.drain = drain;
    this.hook = hook;
    this.log = log;
  }

  void register() {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(this::stop));
  }

  /** An ordinary container serves its hook to the end; SIGKILL is two seconds off for the other. */
  private void stopped(Future<?> end)
      throws ExecutionException, InterruptedException, TimeoutException {
    switch (kind) {
      case NATIVE -> end.get(NATIVE_STOP.toNanos(), TimeUnit.NANOSECONDS);
      case CLASSIC -> end.get();
    }
  }

  private void stop() {
    int code = 0;
    try {
      log.info("asked to stop");
      stopped(drain.stop());
      hook.awaitAnswers(ANSWERS);
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      log.error("the stop went wrong", LogKeys.CAUSE, e);
      code = 1;
    }
    log.flush(LINES);
    Runtime.getRuntime().halt(code);
  }
}
