package io.ebbgate.webhook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.webhook.patch.LimitRanges;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.TreeMap;
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

  private final KubernetesClient client;
  private final Map<String, Map<String, JsonNode>> objects = new ConcurrentHashMap<>();
  private final Map<String, LimitRanges> ranges = new ConcurrentHashMap<>();
  private final SharedIndexInformer<GenericKubernetesResource> informer;

  private LimitRangeWatch(KubernetesClient client) {
    this.client = client;
    informer =
        client
            .genericKubernetesResources(LIMIT_RANGES)
            .inAnyNamespace()
            .runnableInformer(0)
            .exceptionHandler((_, _) -> true)
            .addEventHandler(new Handler());
  }

  /** Starts, and goes on until it is closed, also while the API server does not answer. */
  public static LimitRangeWatch start(Cluster cluster) {
    LimitRangeWatch watch = new LimitRangeWatch(cluster.client());
    var _ = watch.informer.start();
    return watch;
  }

  /** Those of a namespace, as far as they are known. */
  public LimitRanges of(String namespace) {
    return ranges.getOrDefault(namespace, LimitRanges.NONE);
  }

  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource found) {
      put(found);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
      put(now);
    }

    @Override
    public void onDelete(GenericKubernetesResource last, boolean stateUnknown) {
      String namespace = last.getMetadata().getNamespace();
      in(namespace).remove(last.getMetadata().getName());
      changed(namespace);
    }
  }

  /** The informer calls from one thread at a time. */
  private void put(GenericKubernetesResource found) {
    JsonNode tree = client.getKubernetesSerialization().convertValue(found, JsonNode.class);
    String namespace = found.getMetadata().getNamespace();
    in(namespace).put(found.getMetadata().getName(), tree);
    changed(namespace);
  }

  private Map<String, JsonNode> in(String namespace) {
    return objects.computeIfAbsent(namespace, _ -> new TreeMap<>());
  }

  private void changed(String namespace) {
    if (in(namespace).isEmpty()) {
      objects.remove(namespace);
      ranges.remove(namespace);
    } else {
      ranges.put(namespace, LimitRanges.of(in(namespace).values()));
    }
  }

  @Override
  public void close() {
    informer.close();
  }
}
