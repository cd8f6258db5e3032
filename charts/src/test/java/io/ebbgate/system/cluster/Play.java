package io.ebbgate.system.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A gateway, who asks it, and what is done to it meanwhile.
 *
 * @param annotations of its pods, beside those of its shape
 */
public record Play(
    Shape shape,
    int replicas,
    Load load,
    Map<String, String> annotations,
    Map<String, String> namespaceLabels,
    Act act) {
  /** Something that is done to a gateway; returns when its consequences are over. */
  public interface Act {
    void on(Gateway gateway) throws IOException, InterruptedException;
  }

  public Play {
    annotations = Map.copyOf(annotations);
    namespaceLabels = Map.copyOf(namespaceLabels);
  }

  /** Two pods, and every kind of client. */
  public static Play of(Shape shape, Act act) {
    return new Play(shape, 2, Load.everything(), Map.of(), Map.of(), act);
  }

  /** With so many pods. */
  public Play replicas(int number) {
    return new Play(shape, number, load, annotations, namespaceLabels, act);
  }

  /** Under another load. */
  public Play under(Load other) {
    return new Play(shape, replicas, other, annotations, namespaceLabels, act);
  }

  /** With one more annotation of its pods. */
  public Play annotated(String name, String value) {
    Map<String, String> more = new HashMap<>(annotations);
    more.put(name, value);
    return new Play(shape, replicas, load, more, namespaceLabels, act);
  }

  /** In a namespace with one more label. */
  public Play inNamespaceLabelled(String name, String value) {
    Map<String, String> more = new HashMap<>(namespaceLabels);
    more.put(name, value);
    return new Play(shape, replicas, load, annotations, more, act);
  }

  /** Makes the workload as this play wants it. */
  void changed(Manifest manifest, KubernetesClient kubernetes) {
    for (HasMetadata each : manifest.objects(kubernetes)) {
      if (each instanceof io.fabric8.kubernetes.api.model.apps.Deployment deployment) {
        deployment.getSpec().getTemplate().getMetadata().getAnnotations().putAll(annotations);
      }
      var _ = kubernetes.resource(each).fieldValidation(Validation.STRICT).create();
    }
  }
}
