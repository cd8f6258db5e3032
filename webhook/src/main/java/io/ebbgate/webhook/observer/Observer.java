package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.termination.PodHistory;
import io.ebbgate.core.termination.PodSnapshot;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.webhook.http.SidecarNotices;
import io.ebbgate.webhook.metrics.DrainMetrics;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Watches injected pods on every replica, keeps their histories, and hands their drains to the
 * {@link DrainEventPublisher}.
 */
public final class Observer implements AutoCloseable {
  /**
   * A pod has up to 1.5 MiB, its JSON six times as many bytes where characters are escaped, and a
   * page is in the heap twice while it arrives.
   */
  static final long PAGE = 2;

  /** How long a sidecar may take to start before it is counted as not started. */
  private static final Duration START_GRACE = Duration.ofMinutes(1);

  private final SidecarPush push = new SidecarPush();
  private final PodHistories pods = new PodHistories();
  private final ObserverContext context;
  private final DrainMetrics metrics;
  private final DrainEventPublisher publisher;
  private final KubernetesClient client;
  private final ListenerDrainEvents listenerDrains;
  private final SharedIndexInformer<Pod> informer;

  private Observer(ObserverContext context) {
    this.context = context;
    client = ObservedPods.client(context.client());
    metrics = new DrainMetrics(context.registry());
    publisher = new DrainEventPublisher(context, metrics);
    listenerDrains = new ListenerDrainEvents(context, client, pods);
    informer =
        client
            .pods()
            .inAnyNamespace()
            .withLabel(Labels.INJECTED, "true")
            .withLimit(PAGE)
            .runnableInformer(0)
            .itemStore(new PodVersions())
            .exceptionHandler((_, _) -> true)
            .addEventHandler(new Handler());
  }

  /** Starts, and goes on until it is closed, also while the API server does not answer. */
  public static Observer start(ObserverContext context) {
    Observer observer = new Observer(context);
    observer.register();
    var _ = observer.informer.start();
    return observer;
  }

  /** Publishes what sidecars give notice of. */
  public SidecarNotices notices() {
    return listenerDrains;
  }

  private void register() {
    gauge(MetricNames.INJECTED_PODS, "Injected pods that exist.", pods::all);
    gauge(MetricNames.TERMINATING_PODS, "Injected pods that are terminating.", pods::terminating);
    gauge(
        MetricNames.DRAIN_REPORTS_PENDING,
        "Drain reports that are not published as Events yet.",
        publisher::pending);
    gauge(
        MetricNames.OBSERVER_WATCHING,
        "1 while the watch of injected pods is established.",
        () -> informer.isWatching() ? 1 : 0);
    gauge(
        MetricNames.LEADER,
        "1 on the leader, 0 on a standby.",
        () -> context.leader().getAsBoolean() ? 1 : 0);
    for (SidecarNotStarted.Cause cause : SidecarNotStarted.Cause.values()) {
      gauge(
          MetricNames.SIDECARS_NOT_STARTED,
          "Injected pods whose sidecar has not started for a minute, by reason.",
          () -> pods.notStarted(cause, context.clock().instant().minus(START_GRACE)),
          "reason",
          cause.wireName());
    }
  }

  /** A gauge whose value is read at every scrape. */
  private void gauge(String name, String description, Supplier<Number> value, String... tags) {
    Gauge.builder(name, value).description(description).tags(tags).register(context.registry());
  }

  private final class Handler implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      metrics.register(PodSnapshots.identity(pod.getMetadata()));
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
    push.send(pod, next.news());
    if (snapshot.grantedGrace().isPresent()) {
      metrics.register(snapshot.pod());
    }
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
    listenerDrains.close();
    client.close();
    publisher.close();
    push.close();
  }
}
