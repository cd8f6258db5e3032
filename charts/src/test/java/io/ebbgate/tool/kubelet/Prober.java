package io.ebbgate.tool.kubelet;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Runs one probe over and over, with the kubelet's thresholds.
 *
 * @param eager probes more often until the first success, as the kubelet may for readiness
 */
record Prober(Probe probe, boolean eager) {
  private static final Duration EAGER = Duration.ofMillis(100);
  private static final String AGENT = "kube-probe/1.34";

  /** The action on a threshold that was reached. */
  interface Action {
    /** Whether to go on. */
    boolean reached(boolean success) throws IOException, InterruptedException;
  }

  /** Probes until a condition or the action ends it; runs the action at each threshold. */
  void run(BooleanSupplier goOn, Action action) throws IOException, InterruptedException {
    Thread.sleep(probe.delay());
    int successes = 0;
    int failures = 0;
    boolean succeeded = false;
    while (goOn.getAsBoolean()) {
      boolean success = once();
      succeeded |= success;
      successes = success ? successes + 1 : 0;
      failures = success ? 0 : failures + 1;
      boolean threshold = successes == probe.successes() || failures == probe.failures();
      if (threshold && !action.reached(success)) {
        return;
      }
      Thread.sleep(eager && !succeeded ? EAGER : probe.period());
    }
  }

  boolean once() {
    try {
      return switch (probe.handler()) {
        case Handler.Get get -> {
          int status = KubeletHttp.get(get, AGENT, probe.timeout());
          yield status >= 200 && status < 400;
        }
        case Handler.Connect(String host, int port) -> {
          try (Socket socket = KubeletHttp.connect(host, port)) {
            yield socket.isConnected();
          }
        }
        case Handler.Sleep _ -> false;
      };
    } catch (IOException failed) {
      return false;
    }
  }
}
