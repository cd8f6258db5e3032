package io.ebbgate.webhook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.webhook.patch.LimitRanges;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The LimitRanges of all namespaces, kept by a watch. While that is broken, or may not be, those
 * that were seen last count: a review makes no call of its own.
 */
public final class LimitRangeWatch implements AutoCloseable {
  /** As trees: the typed client would load a class for each kind. */
  private static final ResourceDefinitionContext LIMIT_RANGES =
      new ResourceDefinitionContext.Builder()
          .withVersion("v1")
          .withKind("LimitRange")
          .withPlural("limitranges")
          .withNamespaced(true)
          .build();

  private final Cluster cluster;
  private final SharedIndexInformer<GenericKubernetesResource> informer;

  /** What was read of the informer's objects, by namespace. */
  private final Map<String, LimitRanges> ranges = new ConcurrentHashMap<>();

  private LimitRangeWatch(Cluster cluster) {
    this.cluster = cluster;
    informer = cluster.watch(LIMIT_RANGES).addEventHandler(new Handler());
  }

  /** Starts, and goes on until it is closed, also while the API server does not answer. */
  public static LimitRangeWatch start(Cluster cluster) {
    LimitRangeWatch watch = new LimitRangeWatch(cluster);
    var _ = watch.informer.start();
    return watch;
  }

  /** Those of a namespace, as far as they are known. */
  public LimitRanges of(String namespace) {
    return ranges.getOrDefault(namespace, LimitRanges.NONE);
  }

  /** The informer calls from one thread at a time, when its own index has the change. */
  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource found) {
      changed(found);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
      changed(now);
    }

    @Override
    public void onDelete(GenericKubernetesResource last, boolean stateUnknown) {
      changed(last);
    }
  }

  private void changed(GenericKubernetesResource one) {
    String namespace = one.getMetadata().getNamespace();
    List<JsonNode> objects =
        informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream()
            .sorted(Comparator.comparing(each -> each.getMetadata().getName()))
            .map(cluster::tree)
            .toList();
    if (objects.isEmpty()) {
      ranges.remove(namespace);
    } else {
      ranges.put(namespace, LimitRanges.of(objects));
    }
  }

  @Override
  public void close() {
    informer.close();
  }
}
