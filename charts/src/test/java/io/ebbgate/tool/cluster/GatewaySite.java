package io.ebbgate.tool.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.function.Consumer;

/**
 * Where a gateway of a scenario is started, and what for.
 *
 * @param namespace a name that no other scenario has
 * @param backend the address of what is behind it
 * @param logs keeps those of a pod, from its deletion on
 */
public record GatewaySite(
    Cluster cluster, String namespace, Scenario scenario, String backend, Consumer<Pod> logs) {
  /** Creates the namespace, with the labels that the scenario wants. */
  public void createNamespace() {
    cluster.createNamespace(namespace, scenario.namespaceLabels());
  }

  /** Watches the pods of a namespace, from now on. */
  public PodWatch watch(String podNamespace) {
    return PodWatch.open(cluster.client(), podNamespace, logs);
  }

  /** The gateway of these objects. */
  public Gateway gateway(GatewayObjects objects) {
    return new Gateway(cluster, objects, logs);
  }
}
