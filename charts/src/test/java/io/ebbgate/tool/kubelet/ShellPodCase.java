package io.ebbgate.tool.kubelet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a pod of shell scripts, which is killed after it, and the words to describe it. */
abstract class ShellPodCase {
  static final String MAIN = "main";
  static final String HELPER = "helper";

  static final String FOREVER = "while true; do sleep 0.02; done";

  /** Ends at SIGTERM. */
  static final String OBEYS = "trap 'exit 0' TERM; " + FOREVER;

  static final String IGNORES = "trap '' TERM; " + FOREVER;

  /** A probe's handler that {@link ShellPod#answer} answers. */
  static final String ANSWERED = "httpGet: {port: %d}".formatted(ShellPod.PORT);

  /** A probe's handler whose port nothing listens on. */
  static final String UNANSWERED = "tcpSocket: {port: %d}".formatted(ShellPod.PORT + 1);

  static final Duration AT_ONCE = Duration.ofSeconds(1);

  @TempDir Path folder;
  ShellPod pod;

  @BeforeEach
  void describeAPod() {
    pod = ShellPod.in(folder);
  }

  @AfterEach
  void killIt() {
    pod.close();
  }

  static void awaitEnd(CompletableFuture<Void> gone) throws Exception {
    gone.get(PodEvents.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** A script that ends each time when {@link ShellPod#end} makes this file. */
  static String endsAt(String file) {
    return "while [ ! -e %1$s ]; do sleep 0.02; done; rm %1$s".formatted(file);
  }

  static String sleep(int seconds) {
    return "lifecycle: {preStop: {sleep: {seconds: " + seconds + "}}}";
  }

  /** A hook that {@link ShellPod#answer} answers. */
  static String get() {
    return "lifecycle: {preStop: {httpGet: {path: /v1/drain, port: " + ShellPod.PORT + "}}}";
  }

  /** A probe each second. */
  static String probe(String kind, String handler, int failures) {
    return "%sProbe: {%s, periodSeconds: 1, failureThreshold: %d}"
        .formatted(kind, handler, failures);
  }
}
