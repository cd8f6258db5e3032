package io.ebbgate.webhook.status;

import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.status.GatewayPod.Sidecar;
import io.ebbgate.webhook.status.SidecarStatus.Cause;
import io.ebbgate.webhook.status.SidecarStatus.Reported;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Polls the sidecars of many pods with bounded concurrency, one request a pod at a time. A slow pod
 * delays no other: its last status stands until it answers.
 */
final class SidecarPoller implements AutoCloseable {
  /** Concurrent requests; each is a connection to the API server. */
  private static final int CONCURRENCY = 16;

  /** Poll interval of a pod that serves and is not deleted; others are polled every time. */
  private static final Duration SERVING_INTERVAL = Duration.ofSeconds(5);

  /** Requests one status, with a deadline of its own. */
  interface Request {
    SidecarStatus status(GatewayPod pod) throws InterruptedException;
  }

  private record Received(SidecarStatus status, long at) {}

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          CONCURRENCY, Thread.ofPlatform().daemon().name("poll-", 0).factory());
  private final Map<String, Received> received = new HashMap<>();
  private final Map<String, Future<SidecarStatus>> pending = new HashMap<>();
  private final Request request;
  private final Ticker ticker;

  SidecarPoller(Request request, Ticker ticker) {
    this.request = request;
    this.ticker = ticker;
  }

  /** The latest status of each pod by UID, after at most that time. */
  Map<String, SidecarStatus> poll(List<GatewayPod> pods, Duration timeout)
      throws InterruptedException {
    long deadline = ticker.nanos() + timeout.toNanos();
    List<String> uids = pods.stream().map(pod -> pod.pod().uid()).toList();
    received.keySet().retainAll(uids);
    pending.keySet().retainAll(uids);
    for (GatewayPod pod : pods) {
      if (isDue(pod)) {
        Callable<SidecarStatus> task = () -> request.status(pod);
        var _ = pending.computeIfAbsent(pod.pod().uid(), _ -> threads.submit(task));
      }
    }
    for (String uid : List.copyOf(pending.keySet())) {
      await(uid, deadline - ticker.nanos());
    }
    return received.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().status()));
  }

  private boolean isDue(GatewayPod pod) {
    if (pod.sidecar() != Sidecar.RUNNING) {
      return false;
    }
    Optional<Received> last = Optional.ofNullable(received.get(pod.pod().uid()));
    return pod.terminating()
        || last.filter(SidecarPoller::isServing).isEmpty()
        || ticker.nanos() - last.get().at() >= SERVING_INTERVAL.toNanos();
  }

  private static boolean isServing(Received last) {
    return last.status() instanceof Reported(String phase, _, _)
        && phase.equals(PhaseNames.SERVING);
  }

  private void await(String uid, long nanos) throws InterruptedException {
    Future<SidecarStatus> future = pending.get(uid);
    if (future == null) {
      return;
    }
    try {
      SidecarStatus status = future.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      received.put(uid, new Received(status, ticker.nanos()));
      pending.remove(uid);
    } catch (TimeoutException _) {
      // The last status stands.
    } catch (ExecutionException _) {
      received.put(uid, new Received(SidecarStatus.unknown(Cause.NO_ANSWER), ticker.nanos()));
      pending.remove(uid);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
