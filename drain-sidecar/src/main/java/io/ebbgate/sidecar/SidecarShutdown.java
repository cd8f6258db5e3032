package io.ebbgate.sidecar;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.sidecar.drain.DrainLoop;
import io.ebbgate.sidecar.drain.OrderedStop;
import io.ebbgate.sidecar.http.HttpServer;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Handles SIGTERM. The JVM's only public way is a shutdown hook, after which it exits with 143; a
 * drained pod has to exit with 0, so the hook itself ends the process. A second SIGTERM has no
 * effect.
 */
record SidecarShutdown(
    SidecarStyle style, DrainLoop drain, OrderedStop order, HttpServer hook, JsonLog log) {
  /** A native sidecar gets SIGKILL two seconds after SIGTERM. */
  private static final Duration NATIVE_LIMIT = Duration.ofMillis(700);

  private static final Duration ANSWERS_LIMIT = Duration.ofMillis(250);
  private static final Duration LOG_LIMIT = Duration.ofMillis(100);

  void register() {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(this::stop));
  }

  /** A classic sidecar serves the pod's hooks to their end. */
  private void await(Future<?> exit)
      throws ExecutionException, InterruptedException, TimeoutException {
    switch (style) {
      case NATIVE -> exit.get(NATIVE_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      case CLASSIC -> {
        exit.get();
        order.awaitAll();
      }
    }
  }

  private void stop() {
    int code = 0;
    try {
      log.info("SIGTERM received");
      await(drain.stop());
      hook.awaitAnswers(ANSWERS_LIMIT);
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      log.error("shutdown failed", LogKeys.CAUSE, e);
      code = 1;
    }
    log.flush(LOG_LIMIT);
    Runtime.getRuntime().halt(code);
  }
}
