package io.ebbgate.tool.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A gateway, who asks it, and what is done to it meanwhile.
 *
 * @param change of its pods, beside what its shape says
 * @param steady load before the act, to compare with
 */
public record Play(
    Shape shape,
    int replicas,
    Load load,
    Consumer<PodTemplateSpec> change,
    Map<String, String> namespaceLabels,
    Duration steady,
    Act act) {
  private static final Duration STEADY = Duration.ofSeconds(4);

  /** Something that is done to a gateway; returns when its consequences are over. */
  public interface Act {
    void on(Gateway gateway) throws IOException, InterruptedException;
  }

  public Play {
    namespaceLabels = Map.copyOf(namespaceLabels);
  }

  /** Two pods, and every kind of client. */
  public static Play of(Shape shape, Act act) {
    return new Play(shape, 2, Load.everything(), _ -> {}, Map.of(), STEADY, act);
  }

  /** With so many pods. */
  public Play replicas(int number) {
    return new Play(shape, number, load, change, namespaceLabels, steady, act);
  }

  /** Under another load. */
  public Play under(Load other) {
    return new Play(shape, replicas, other, change, namespaceLabels, steady, act);
  }

  /** With so much load before the act. */
  public Play steady(Duration length) {
    return new Play(shape, replicas, load, change, namespaceLabels, length, act);
  }

  /** With pods that are changed like this. */
  public Play changed(Consumer<PodTemplateSpec> more) {
    return new Play(shape, replicas, load, change.andThen(more), namespaceLabels, steady, act);
  }

  /** With one more annotation of its pods. */
  public Play annotated(String name, String value) {
    return changed(pod -> pod.getMetadata().getAnnotations().put(name, value));
  }

  /** In a namespace with one more label. */
  public Play inNamespaceLabelled(String name, String value) {
    Map<String, String> more = new HashMap<>(namespaceLabels);
    more.put(name, value);
    return new Play(shape, replicas, load, change, more, steady, act);
  }

  /** As this play wants it. */
  HasMetadata changed(HasMetadata workload) {
    switch (workload) {
      case Deployment deployment -> change.accept(deployment.getSpec().getTemplate());
      case DaemonSet daemons -> change.accept(daemons.getSpec().getTemplate());
      default -> {
        // Has no pods.
      }
    }
    return workload;
  }
}
