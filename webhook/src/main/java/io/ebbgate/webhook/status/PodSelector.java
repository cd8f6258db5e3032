package io.ebbgate.webhook.status;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.webhook.cluster.ObjectName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Selects pods by namespace and workload.
 *
 * @param namespace empty for all namespaces
 * @param workload empty for all workloads
 */
public record PodSelector(Optional<String> namespace, Optional<Workload> workload) {
  /** What {@link #parseWorkload} accepts. */
  public static final String ALLOWED =
      "a workload's name, or deployment/NAME, daemonset/NAME, statefulset/NAME, replicaset/NAME,"
          + " rollout/NAME or pod/NAME";

  private static final String POD = "Pod";
  private static final List<String> KINDS =
      List.of("Deployment", "DaemonSet", "StatefulSet", "ReplicaSet", "Rollout", POD);
  private static final Map<String, String> SHORT_NAMES =
      Map.of(
          "deploy", "deployment",
          "ds", "daemonset",
          "sts", "statefulset",
          "rs", "replicaset",
          "ro", "rollout",
          "po", "pod");

  /**
   * A workload as kubectl's arguments name it, {@code deploy/edge}.
   *
   * @param kind as in manifests, {@code Pod} for a single pod; empty for any kind of workload
   */
  public record Workload(String kind, String name) {
    public Workload {
      requireNonNull(kind);
      requireNonNull(name);
    }

    boolean matches(PodIdentity pod) {
      if (kind.equals(POD)) {
        return pod.name().equals(name);
      }
      return pod.workload().equals(name) && (kind.isEmpty() || pod.workloadKind().equals(kind));
    }
  }

  public PodSelector {
    requireNonNull(namespace);
    requireNonNull(workload);
  }

  /** Parses a workload argument; empty if it is invalid. */
  public static Optional<Workload> parseWorkload(String text) {
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    if (!ObjectName.isValid(name)) {
      return Optional.empty();
    }
    if (slash < 0) {
      return Optional.of(new Workload("", name));
    }
    String given = text.substring(0, slash).toLowerCase(Locale.ROOT);
    String resource = SHORT_NAMES.getOrDefault(given, given);
    return KINDS.stream()
        .filter(kind -> resource.equalsIgnoreCase(kind) || resource.equalsIgnoreCase(kind + "s"))
        .findFirst()
        .map(kind -> new Workload(kind, name));
  }

  /** Whether it selects a pod of its namespace. */
  public boolean matches(PodIdentity pod) {
    return workload.map(each -> each.matches(pod)).orElse(true);
  }

  /** Completes a sentence: {@code " of deployment/edge in namespace shop"}. */
  public String description() {
    return workload.map(each -> " of " + title(each.kind(), each.name())).orElse("")
        + inNamespace();
  }

  String inNamespace() {
    return namespace.map(" in namespace "::concat).orElse(" in all namespaces");
  }

  /** The workload as kubectl prints it; the name alone without a kind. */
  public static String title(String kind, String name) {
    return kind.isEmpty() ? name : kind.toLowerCase(Locale.ROOT) + "/" + name;
  }
}
