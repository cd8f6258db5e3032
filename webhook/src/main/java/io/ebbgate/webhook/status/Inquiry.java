package io.ebbgate.webhook.status;

import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.status.Answer.Said;
import io.ebbgate.webhook.status.Answer.Silence;
import io.ebbgate.webhook.status.GatewayPod.Sidecar;
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
 * Asks many pods at once, but not too many, and never one again that has not answered. Who is slow
 * keeps nobody waiting: its last answer stands until there is another.
 */
final class Inquiry implements AutoCloseable {
  /** Pods that are asked at the same time: each is a connection to the API server. */
  private static final int AT_ONCE = 16;

  /** A pod that serves and stays is asked so often, however often is looked. */
  private static final Duration SERVING_AGAIN = Duration.ofSeconds(5);

  /** Asks one; has a deadline of its own. */
  interface Asking {
    Answer ask(GatewayPod pod) throws InterruptedException;
  }

  private record Heard(Answer answer, long at) {}

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_ONCE, Thread.ofPlatform().daemon().name("inquiry-", 0).factory());
  private final Map<String, Heard> heard = new HashMap<>();
  private final Map<String, Future<Answer>> asked = new HashMap<>();
  private final Asking asking;
  private final Ticker ticker;

  Inquiry(Asking asking, Ticker ticker) {
    this.asking = asking;
    this.ticker = ticker;
  }

  /** What is known of each by then, by UID. */
  Map<String, Answer> ask(List<GatewayPod> pods, Duration patience) throws InterruptedException {
    long end = ticker.nanos() + patience.toNanos();
    List<String> there = pods.stream().map(pod -> pod.pod().uid()).toList();
    heard.keySet().retainAll(there);
    asked.keySet().retainAll(there);
    for (GatewayPod pod : pods) {
      if (due(pod)) {
        Callable<Answer> question = () -> asking.ask(pod);
        var _ = asked.computeIfAbsent(pod.pod().uid(), _ -> threads.submit(question));
      }
    }
    for (String uid : List.copyOf(asked.keySet())) {
      hear(uid, end - ticker.nanos());
    }
    return heard.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().answer()));
  }

  private boolean due(GatewayPod pod) {
    if (pod.sidecar() != Sidecar.RUNNING) {
      return false;
    }
    Optional<Heard> last = Optional.ofNullable(heard.get(pod.pod().uid()));
    return pod.leaving()
        || last.filter(Inquiry::serving).isEmpty()
        || ticker.nanos() - last.get().at() >= SERVING_AGAIN.toNanos();
  }

  private static boolean serving(Heard last) {
    return last.answer() instanceof Said(String phase, _) && phase.equals(PhaseNames.SERVING);
  }

  private void hear(String uid, long nanos) throws InterruptedException {
    Future<Answer> answer = asked.get(uid);
    if (answer == null) {
      return;
    }
    try {
      Answer came = answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      heard.put(uid, new Heard(came, ticker.nanos()));
      asked.remove(uid);
    } catch (TimeoutException _) {
      // What was heard before stands.
    } catch (ExecutionException _) {
      heard.put(uid, new Heard(Answer.silent(Silence.NO_ANSWER), ticker.nanos()));
      asked.remove(uid);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
