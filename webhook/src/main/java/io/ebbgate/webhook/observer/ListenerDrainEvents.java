package io.ebbgate.webhook.observer;

import io.ebbgate.core.context.ListenerDrain;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.termination.ConfigurationDrain;
import io.ebbgate.core.termination.DrainEvent;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.webhook.http.SidecarNotices;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes an Event for each update of Envoy's configuration that cut connections in a pod that
 * stays. A sidecar has no rights in the cluster: it notifies any replica, which asks it, with the
 * pod's token, what there is. Nothing is asked without a notice, and a false one costs a call.
 */
final class ListenerDrainEvents implements SidecarNotices, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerDrainEvents.class);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final long LONGEST_ANSWER = 64 << 10;
  private static final int MAX_PENDING = 256;

  /** Between the ends of two calls of one pod. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final PodHistories pods;
  private final KubernetesClient client;
  private final DrainEventWriter writer;
  private final InstantSource clock;

  /** UIDs of pods with a notice that is pending, or was a moment ago. */
  private final Set<String> recent = ConcurrentHashMap.newKeySet();

  private final ExecutorService thread =
      new ThreadPoolExecutor(
          0,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_PENDING),
          Thread.ofPlatform().daemon().name("listener-drains").factory());

  /**
   * Publishes those of these pods.
   *
   * @param client reads pods as {@link ObservedPods} does
   */
  ListenerDrainEvents(ObserverContext context, KubernetesClient client, PodHistories pods) {
    this.pods = pods;
    this.client = client;
    this.writer = new DrainEventWriter(context.client(), context.instance());
    this.clock = context.clock();
  }

  @Override
  public CompletionStage<Result> received(String namespace, String pod) {
    return pods.named(namespace, pod)
        .map(this::received)
        .orElseGet(() -> CompletableFuture.completedFuture(Result.UNKNOWN_POD));
  }

  private CompletableFuture<Result> received(PodIdentity pod) {
    if (!recent.add(pod.uid())) {
      return CompletableFuture.completedFuture(Result.TOO_MANY);
    }
    try {
      return CompletableFuture.supplyAsync(() -> publish(pod), thread)
          .whenComplete((_, _) -> forgetSoon(pod));
    } catch (RejectedExecutionException full) {
      recent.remove(pod.uid());
      return CompletableFuture.completedFuture(Result.TOO_MANY);
    }
  }

  private void forgetSoon(PodIdentity pod) {
    CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> recent.remove(pod.uid()));
  }

  private Result publish(PodIdentity pod) {
    try {
      Optional<Pod> there = find(pod);
      if (there.isEmpty()) {
        return Result.UNKNOWN_POD;
      }
      Optional<List<ListenerDrain>> drains = ask(SidecarAddress.of(there.get()));
      boolean written =
          drains.isPresent()
              && ConfigurationDrain.of(drains.get()).stream().allMatch(each -> publish(pod, each));
      return written ? Result.DONE : Result.FAILED;
    } catch (KubernetesClientException | IOException unanswered) {
      LOG.atInfo()
          .addKeyValue("namespace", pod.namespace())
          .addKeyValue("pod", pod.name())
          .addKeyValue("cause", String.valueOf(unanswered.getMessage()))
          .log("drains of listeners could not be read");
      return Result.FAILED;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Result.FAILED;
    }
  }

  private Optional<Pod> find(PodIdentity pod) {
    return client
        .pods()
        .inNamespace(pod.namespace())
        .withLabel(Labels.INJECTED, "true")
        .withField("metadata.name", pod.name())
        .list()
        .getItems()
        .stream()
        .filter(each -> each.getMetadata().getUid().equals(pod.uid()))
        .findFirst();
  }

  private static Optional<List<ListenerDrain>> ask(SidecarAddress sidecar)
      throws IOException, InterruptedException {
    if (sidecar.missing().isPresent()) {
      return Optional.empty();
    }
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build()) {
      HttpResponse<String> answer =
          TimedAnswer.to(
              sidecar.request(Paths.LISTENER_DRAINS).GET().build(),
              http,
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofString(), LONGEST_ANSWER),
              LIMIT);
      return answer.statusCode() == 200 ? ListenerDrainJson.read(answer.body()) : Optional.empty();
    }
  }

  /** Whether it needs no other try. */
  private boolean publish(PodIdentity pod, ConfigurationDrain drain) {
    return switch (drain) {
      case ConfigurationDrain.Unremarkable _ -> true;
      case ConfigurationDrain.ConnectionsCut cut -> publish(pod, cut);
    };
  }

  private boolean publish(PodIdentity pod, ConfigurationDrain.ConnectionsCut cut) {
    return switch (writer.write(
        pod, cut, ListenerDrainJson.write(cut.listeners()), clock.instant())) {
      case CREATED, REFUSED -> {
        LOG.atInfo()
            .addKeyValue("namespace", pod.namespace())
            .addKeyValue("pod", pod.name())
            .addKeyValue("workload", pod.workload())
            .addKeyValue("reason", DrainEvent.Reason.LISTENER_DRAIN_FORCED.wireName())
            .log(cut.note());
        yield true;
      }
      case EXISTS, FOREIGN -> true;
      case UNKNOWN -> false;
    };
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
