package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.termination.PodHistory;
import io.ebbgate.core.termination.PodSnapshot;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.webhook.metrics.DrainMetrics;
import io.ebbgate.webhook.metrics.ObserverMetrics;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * Watches injected pods on every replica, keeps their histories, and hands their drains to the
 * {@link DrainEventPublisher}.
 */
public final class Observer implements AutoCloseable {
  private static final long PAGE = 500;

  /** How long a sidecar may take to start before it is counted as not started. */
  private static final Duration START_GRACE = Duration.ofMinutes(1);

  private final DeadlinePush push = new DeadlinePush();
  private final PodHistories pods = new PodHistories();
  private final ObserverContext context;
  private final DrainMetrics metrics;
  private final DrainEventPublisher publisher;
  private final SharedIndexInformer<Pod> informer;

  private Observer(ObserverContext context) {
    this.context = context;
    KubernetesClient client = context.client();
    metrics = new DrainMetrics(context.registry());
    publisher = new DrainEventPublisher(context, metrics);
    informer =
        client
            .pods()
            .inAnyNamespace()
            .withLabel(Labels.INJECTED, "true")
            .withLimit(PAGE)
            .runnableInformer(0)
            .itemStore(
                new ReducedStateItemStore<>(
                    ReducedStateItemStore.UID_KEY_STATE,
                    Pod.class,
                    client.getKubernetesSerialization()))
            .exceptionHandler((_, _) -> true)
            .addEventHandler(new Handler());
  }

  /** Starts, and goes on until it is closed, also while the API server does not answer. */
  public static Observer start(ObserverContext context) {
    Observer observer = new Observer(context);
    ObserverMetrics.register(
        observer.new Values(),
        Stream.of(SidecarNotStarted.Cause.values()).map(SidecarNotStarted.Cause::wireName).toList(),
        context.registry());
    var _ = observer.informer.start();
    return observer;
  }

  private final class Values implements ObserverMetrics.Values {
    @Override
    public int pods() {
      return pods.all();
    }

    @Override
    public long terminating() {
      return pods.terminating();
    }

    @Override
    public long notStarted(String reason) {
      return pods.notStarted(reason, context.clock().instant().minus(START_GRACE));
    }

    @Override
    public int pending() {
      return publisher.pending();
    }

    @Override
    public boolean isWatching() {
      return informer.isWatching();
    }

    @Override
    public boolean isLeader() {
      return context.leader().getAsBoolean();
    }
  }

  private final class Handler implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      record(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      record(pod);
    }

    /** The final state is unknown if the deletion was missed: then {@code pod} is an older one. */
    @Override
    public void onDelete(Pod pod, boolean missed) {
      if (!missed) {
        record(pod);
      }
      pods.remove(pod.getMetadata().getUid(), missed).ifPresent(Observer.this::publish);
    }
  }

  private void record(Pod pod) {
    PodSnapshot snapshot = PodSnapshots.of(pod);
    Instant past = context.clock().instant().minus(DrainEventPublisher.DROPPED_AFTER);
    PodHistory.Next next = pods.record(snapshot, SidecarNotStarted.of(pod), past);
    next.shorterGrace().ifPresent(grace -> push.send(pod, grace));
    metrics.register(snapshot.pod());
    publish(next);
  }

  private void publish(PodHistory.Next next) {
    next.termination()
        .filter(termination -> !(termination instanceof Termination.Unremarkable))
        .ifPresent(termination ->
            publisher.publish(
                new DrainReport(next.history().pod(), termination, context.clock().instant())));
  }

  @Override
  public void close() {
    informer.close();
    publisher.close();
    push.close();
  }
}
