package io.ebbgate.webhook.audit;

import java.util.List;
import java.util.Locale;

/**
 * What the audit knows of a gateway.
 *
 * @param routes timeouts of the routes that are at hand and attached to it
 * @param bootstraps configurations that can be seen
 * @param warnings what the webhook would say about the pod, one sentence each
 */
public record Gateway(
    Subject subject,
    GatewayPod pod,
    Scaling scaling,
    List<RouteTimeout> routes,
    List<Bootstrap> bootstraps,
    List<String> warnings) {
  /**
   * The workload.
   *
   * @param source the object that was read, for messages where it is another one
   * @param file with the object; empty for one of a cluster
   * @param line of the object's document, from 1; 0 for one of a cluster
   */
  public record Subject(
      String kind, String name, String namespace, String source, String file, int line) {
    /** As kubectl prints it, {@code deployment/edge}. */
    String title() {
      return kind.toLowerCase(Locale.ROOT) + "/" + (name.isEmpty() ? "(unnamed)" : name);
    }
  }

  public Gateway {
    routes = List.copyOf(routes);
    bootstraps = List.copyOf(bootstraps);
    warnings = List.copyOf(warnings);
  }

  /** Its product's profile. */
  public String product() {
    return pod.profile();
  }
}
