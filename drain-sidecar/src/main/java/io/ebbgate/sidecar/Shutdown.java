package io.ebbgate.sidecar;

import io.ebbgate.sidecar.drain.DrainLoop;
import io.ebbgate.sidecar.drain.JsonLog;
import io.ebbgate.sidecar.drain.LogKeys;
import io.ebbgate.sidecar.http.HttpPort;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * What SIGTERM does. The JVM's one public way to hear it is a shutdown hook, after which it exits
 * with 143; a pod that was drained as it should be has to show 0, so the hook itself ends the
 * process. The JVM takes a second SIGTERM for nothing.
 */
final class Shutdown {
  private static final Duration ANSWERS = Duration.ofMillis(250);
  private static final Duration LINES = Duration.ofMillis(100);

  private final DrainLoop drain;
  private final HttpPort hook;
  private final JsonLog log;

  Shutdown(DrainLoop drain, HttpPort hook, JsonLog log) {
    this.drain = drain;
    this.hook = hook;
    this.log = log;
  }

  void register() {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(this::stop));
  }

  private void stop() {
    int code = 0;
    try {
      log.info("asked to stop");
      drain.stop().get();
      hook.awaitAnswers(ANSWERS);
    } catch (ExecutionException | InterruptedException e) {
      log.error("the stop went wrong", LogKeys.CAUSE, e);
      code = 1;
    }
    log.flush(LINES);
    Runtime.getRuntime().halt(code);
  }
}
