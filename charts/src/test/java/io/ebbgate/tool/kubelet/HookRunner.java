package io.ebbgate.tool.kubelet;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A preStop hook as the kubelet runs it: any status is success. One without an answer in time is
 * abandoned, and adds an event only if it fails later.
 */
record HookRunner(PodEvents events, Ticker ticker) {
  private static final String AGENT = "kube-lifecycle/1.34";

  /** Runs the container's hook; returns what of the grace it used, in whole seconds. */
  Duration run(PodSpec.Container container, Duration grace) throws InterruptedException {
    Optional<Handler> hook = container.preStop();
    if (hook.isEmpty()) {
      return Duration.ZERO;
    }
    long start = ticker.nanos();
    events.add(Kind.HOOK_STARTED, container.name());
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> answered.complete(call(hook.get())));
    try {
      boolean success = answered.get(grace.toMillis(), TimeUnit.MILLISECONDS);
      events.add(success ? Kind.HOOK_ENDED : Kind.FAILED_PRE_STOP_HOOK, container.name());
    } catch (TimeoutException graceUsedUp) {
      events.add(Kind.HOOK_ABANDONED, container.name());
      CompletableFuture<Void> _ =
          answered.thenAccept(success -> {
            if (!success) {
              events.add(Kind.FAILED_PRE_STOP_HOOK, container.name());
            }
          });
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
    return Duration.ofSeconds(Duration.ofNanos(ticker.nanos() - start).toSeconds());
  }

  private static boolean call(Handler hook) {
    try {
      switch (hook) {
        case Handler.Get get -> KubeletHttp.get(get, AGENT, Duration.ZERO);
        case Handler.Sleep(Duration time) -> Thread.sleep(time);
        case Handler.Connect _ -> {
          return false; // tcpSocket hooks always fail at run time.
        }
      }
      return true;
    } catch (IOException | InterruptedException failed) {
      return false;
    }
  }
}
