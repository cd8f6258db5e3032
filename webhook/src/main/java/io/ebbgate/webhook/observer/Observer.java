package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.termination.PodHistory;
import io.ebbgate.core.termination.PodSnapshot;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.webhook.metrics.DepartureMetrics;
import io.ebbgate.webhook.metrics.WatchMetrics;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** Watches injected pods on every replica. */
public final class Observer implements AutoCloseable {
  private static final long PAGE = 500;

  private static final Duration START = Duration.ofMinutes(1);

  private final DeadlinePush push = new DeadlinePush();
  private final WatchedPods pods = new WatchedPods();
  private final Place place;
  private final DepartureMetrics metrics;
  private final Teller teller;
  private final SharedIndexInformer<Pod> informer;

  private Observer(Place place) {
    this.place = place;
    KubernetesClient client = place.client();
    metrics = new DepartureMetrics(place.registry());
    teller = new Teller(place, metrics);
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

  /** Begins, and goes on until it is closed; whatever the API server does meanwhile. */
  public static Observer start(Place place) {
    Observer observer = new Observer(place);
    WatchMetrics.show(
        observer.new Shown(),
        Stream.of(NotStarted.Why.values()).map(NotStarted.Why::wireName).toList(),
        place.registry());
    var _ = observer.informer.start();
    return observer;
  }

  private final class Shown implements WatchMetrics.Watch {
    @Override
    public int pods() {
      return pods.all();
    }

    @Override
    public long leaving() {
      return pods.leaving();
    }

    @Override
    public long notStarted(String why) {
      return pods.notStarted(why, place.clock().instant().minus(START));
    }

    @Override
    public int waiting() {
      return teller.waiting();
    }

    @Override
    public boolean stands() {
      return informer.isWatching();
    }

    @Override
    public boolean writes() {
      return place.writes().getAsBoolean();
    }
  }

  private final class Handler implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      see(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      see(pod);
    }

    /** Of one whose end was missed, only what was seen before is known. */
    @Override
    public void onDelete(Pod pod, boolean missed) {
      if (!missed) {
        see(pod);
      }
      pods.forget(pod.getMetadata().getUid(), missed).ifPresent(Observer.this::tell);
    }
  }

  private void see(Pod pod) {
    PodSnapshot sight = PodSights.of(pod);
    Instant past = place.clock().instant().minus(Teller.REMEMBERED);
    PodHistory.Next next = pods.see(sight, NotStarted.of(pod), past);
    next.push().ifPresent(grace -> push.send(pod, grace));
    metrics.known(sight.pod());
    tell(next);
  }

  private void tell(PodHistory.Next next) {
    next.tell()
        .filter(departure -> !(departure instanceof Termination.Unremarkable))
        .ifPresent(departure ->
            teller.tell(new Telling(next.pod().pod(), departure, place.clock().instant())));
  }

  @Override
  public void close() {
    informer.close();
    teller.close();
    push.close();
  }
}
