package io.ebbgate.webhook;

import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code serve} does at SIGTERM. A JVM that was ended by a signal exits with 143 whatever its
 * shutdown hooks did; an orderly stop has to exit with 0, so the hook itself ends the process.
 */
final class ServeShutdown {
  /** Beyond the stop delay; the chart's grace period has 25 s beyond it. */
  private static final Duration LIMIT = Duration.ofSeconds(24);

  private static final Logger LOG = LoggerFactory.getLogger(ServeShutdown.class);

  private final Lifecycle lifecycle;
  private final Duration delay;
  private final Duration limit;
  private final Thread hook = Thread.ofPlatform().name("shutdown").unstarted(this::stop);

  ServeShutdown(Lifecycle lifecycle, Duration delay, Duration limit) {
    this.lifecycle = lifecycle;
    this.delay = delay;
    this.limit = limit;
  }

  /** From now on SIGTERM closes the lifecycle and ends the process. */
  static ServeShutdown register(Lifecycle lifecycle, Duration stopDelay) {
    ServeShutdown shutdown = new ServeShutdown(lifecycle, stopDelay, stopDelay.plus(LIMIT));
    Runtime.getRuntime().addShutdownHook(shutdown.hook);
    return shutdown;
  }

  /** Closes what a failed start had started; the process then ends with the start's exit code. */
  void startFailed() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyStopping) {
      return;
    }
    var _ = lifecycle.close();
    flushLog();
  }

  private void stop() {
    int code = 1;
    try {
      code = exitCode();
    } finally {
      flushLog();
      Runtime.getRuntime().halt(code);
    }
  }

  /** Closes the lifecycle: 0 where every component closed in time, else 1. */
  int exitCode() {
    LOG.atInfo().addKeyValue("delaySeconds", delay.toMillis() / 1e3).log("shutting down");
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("close").start(() -> closed.complete(lifecycle.close()));
    try {
      boolean clean = closed.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      LOG.info(clean ? "shut down" : "shut down with failures");
      return clean ? 0 : 1;
    } catch (TimeoutException late) {
      LOG.error("shutdown timed out");
    } catch (ExecutionException | InterruptedException failure) {
      LOG.error("shutdown failed", failure);
    }
    return 1;
  }

  /** Stops logback's asynchronous queue, which first writes what it holds. */
  private static void flushLog() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
