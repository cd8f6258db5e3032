package io.ebbgate.webhook.cluster;

import io.ebbgate.core.admission.NamespaceAnnotations;
import io.ebbgate.core.contract.Annotations;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The annotations of all namespaces, kept by a watch. While that is broken, or may not be, those
 * that were seen last count: a review makes no call of its own.
 */
public final class NamespaceWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NamespaceWatch.class);

  /** As trees: the typed client would load a class for each kind. */
  private static final ResourceDefinitionContext NAMESPACES =
      new ResourceDefinitionContext.Builder()
          .withVersion("v1")
          .withKind("Namespace")
          .withPlural("namespaces")
          .withNamespaced(false)
          .build();

  private final SharedIndexInformer<GenericKubernetesResource> informer;

  private NamespaceWatch(Cluster cluster) {
    informer = cluster.watch(NAMESPACES).itemStore(new OurAnnotations()).addEventHandler(new Log());
  }

  /** Starts, and goes on until it is closed, also while the API server does not answer. */
  public static NamespaceWatch start(Cluster cluster) {
    NamespaceWatch watch = new NamespaceWatch(cluster);
    var _ = watch.informer.start();
    return watch;
  }

  /** Those of a namespace with our prefix, as far as they are known. */
  public Map<String, String> of(String namespace) {
    GenericKubernetesResource known = informer.getIndexer().getByKey(namespace);
    return known == null ? Map.of() : annotations(known);
  }

  private static Map<String, String> annotations(GenericKubernetesResource namespace) {
    return namespace.getMetadata().getAnnotations();
  }

  /** Keeps nothing else of a namespace: there may be thousands, each with other tools' notes. */
  private static final class OurAnnotations extends BasicItemStore<GenericKubernetesResource> {
    OurAnnotations() {
      super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public GenericKubernetesResource put(String name, GenericKubernetesResource namespace) {
      Map<String, String> ours = new HashMap<>();
      annotations(namespace)
          .forEach((key, value) -> {
            if (key.startsWith(Annotations.PREFIX)) {
              ours.put(key, value);
            }
          });
      namespace.getMetadata().setAnnotations(Map.copyOf(ours));
      namespace.getMetadata().setLabels(Map.of());
      namespace.getMetadata().setManagedFields(List.of());
      namespace.setAdditionalProperties(new LinkedHashMap<>());
      return super.put(name, namespace);
    }
  }

  /** Logs what is wrong once: the informer calls from one thread at a time. */
  private static final class Log implements ResourceEventHandler<GenericKubernetesResource> {
    private final Map<String, List<String>> logged = new HashMap<>();

    @Override
    public void onAdd(GenericKubernetesResource found) {
      check(found);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
      check(now);
    }

    @Override
    public void onDelete(GenericKubernetesResource last, boolean stateUnknown) {
      logged.remove(last.getMetadata().getName());
    }

    private void check(GenericKubernetesResource namespace) {
      String name = namespace.getMetadata().getName();
      List<String> problems = NamespaceAnnotations.problems(annotations(namespace));
      List<String> before = problems.isEmpty() ? logged.remove(name) : logged.put(name, problems);
      for (String problem : problems) {
        if (before == null || !before.contains(problem)) {
          LOG.atWarn()
              .addKeyValue("namespace", name)
              .addKeyValue("problem", problem)
              .log("namespace annotation has no effect");
        }
      }
    }
  }

  @Override
  public void close() {
    informer.close();
  }
}
