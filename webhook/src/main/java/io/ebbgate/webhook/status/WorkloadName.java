package io.ebbgate.webhook.status;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.termination.PodIdentity;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A workload as people call it, {@code deploy/edge}.
 *
 * @param kind as Kubernetes writes it, {@code Pod} for a pod by itself; empty for any workload
 */
public record WorkloadName(String kind, String name) {
  /** What {@link #parse} takes. */
  public static final String ALLOWED =
      "a workload's name, or deployment/NAME, daemonset/NAME, statefulset/NAME, replicaset/NAME or"
          + " pod/NAME";

  private static final String POD = "Pod";
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("deployment", "Deployment"),
          Map.entry("deployments", "Deployment"),
          Map.entry("deploy", "Deployment"),
          Map.entry("daemonset", "DaemonSet"),
          Map.entry("daemonsets", "DaemonSet"),
          Map.entry("ds", "DaemonSet"),
          Map.entry("statefulset", "StatefulSet"),
          Map.entry("statefulsets", "StatefulSet"),
          Map.entry("sts", "StatefulSet"),
          Map.entry("replicaset", "ReplicaSet"),
          Map.entry("replicasets", "ReplicaSet"),
          Map.entry("rs", "ReplicaSet"),
          Map.entry("pod", POD),
          Map.entry("pods", POD),
          Map.entry("po", POD));

  public WorkloadName {
    requireNonNull(kind);
    requireNonNull(name);
  }

  /** Empty for what names none. */
  public static Optional<WorkloadName> parse(String text) {
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    if (!name.matches("[a-z0-9]([-.a-z0-9]*[a-z0-9])?")) {
      return Optional.empty();
    }
    if (slash < 0) {
      return Optional.of(new WorkloadName("", name));
    }
    return Optional.ofNullable(KINDS.get(text.substring(0, slash).toLowerCase(Locale.ROOT)))
        .map(kind -> new WorkloadName(kind, name));
  }

  /** Whether that pod is it, or one of it. */
  boolean has(PodIdentity pod) {
    if (kind.equals(POD)) {
      return pod.name().equals(name);
    }
    return pod.workload().equals(name) && (kind.isEmpty() || pod.workloadKind().equals(kind));
  }

  /** As it may be typed. */
  String title() {
    return kind.isEmpty() ? name : title(kind, name);
  }

  static String title(String kind, String name) {
    return kind.toLowerCase(Locale.ROOT) + "/" + name;
  }
}
