package io.ebbgate.webhook;

import ch.qos.logback.classic.LoggerContext;
import io.ebbgate.webhook.http.AdmissionServer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SIGTERM does. A shutdown hook is the JVM's one public way to hear it, after which it exits
 * with 143; a stop as it should be has to show 0, so the hook itself ends the process.
 */
final class Shutdown {
  /** Beyond the delay: in-flight reviews, and closing. */
  private static final Duration MOST = Duration.ofSeconds(20);

  private final AdmissionServer server;
  private final Duration delay;
  private final Logger log;
  private final ServeComponents components;

  Shutdown(AdmissionServer server, ServeComponents components, Duration delay, Logger log) {
    this.server = server;
    this.components = components;
    this.delay = delay;
    this.log = log;
  }

  void register() {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(this::stop));
  }

  private void stop() {
    int code = 0;
    try {
      log.atInfo().addKeyValue("delaySeconds", delay.toMillis() / 1e3).log("asked to stop");
      server
          .stop(delay)
          .toCompletableFuture()
          .get(delay.plus(MOST).toMillis(), TimeUnit.MILLISECONDS);
      components.close();
      log.info("stopped");
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      log.error("the stop went wrong", e);
      code = 1;
    }
    flush();
    Runtime.getRuntime().halt(code);
  }

  /** Ends logback's queue, which writes what it holds. */
  private static void flush() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
