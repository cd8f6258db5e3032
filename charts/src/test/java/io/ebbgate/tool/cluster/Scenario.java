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
 * A gateway, its load, and what is done to it meanwhile.
 *
 * @param change of its pods, beside its source's manifest
 * @param steady load before the act, to compare with
 */
public record Scenario(
    GatewaySource source,
    int replicas,
    LoadProfile load,
    Consumer<PodTemplateSpec> change,
    Map<String, String> namespaceLabels,
    Duration steady,
    Act act) {
  private static final Duration STEADY = Duration.ofSeconds(4);

  /** Something that is done to a gateway; returns when its consequences are over. */
  public interface Act {
    void on(Gateway gateway) throws IOException, InterruptedException;
  }

  public Scenario {
    namespaceLabels = Map.copyOf(namespaceLabels);
  }

  /** A plain gateway of two pods, and every kind of client. */
  public static Scenario of(Act act) {
    return of(GatewayType.PLAIN, act);
  }

  /** Two pods of that gateway, and every kind of client. */
  public static Scenario of(GatewaySource source, Act act) {
    return new Scenario(source, 2, LoadProfile.everything(), _ -> {}, Map.of(), STEADY, act);
  }

  public Scenario replicas(int number) {
    return new Scenario(source, number, load, change, namespaceLabels, steady, act);
  }

  public Scenario under(LoadProfile other) {
    return new Scenario(source, replicas, other, change, namespaceLabels, steady, act);
  }

  /** With load for that long before the act. */
  public Scenario steady(Duration length) {
    return new Scenario(source, replicas, load, change, namespaceLabels, length, act);
  }

  public Scenario changed(Consumer<PodTemplateSpec> more) {
    return new Scenario(source, replicas, load, change.andThen(more), namespaceLabels, steady, act);
  }

  public Scenario annotated(String name, String value) {
    return changed(pod -> pod.getMetadata().getAnnotations().put(name, value));
  }

  public Scenario inNamespaceLabelled(String name, String value) {
    Map<String, String> more = new HashMap<>(namespaceLabels);
    more.put(name, value);
    return new Scenario(source, replicas, load, change, more, steady, act);
  }

  /** With this scenario's changes. */
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
