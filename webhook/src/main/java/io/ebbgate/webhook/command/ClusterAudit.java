package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.webhook.audit.AuditObject;
import io.ebbgate.webhook.audit.AuditReport;
import io.ebbgate.webhook.audit.GatewayFinder;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ClusterObjects;
import io.ebbgate.webhook.cluster.ClusterObjects.Resource;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Audits the gateways of a cluster. */
final class ClusterAudit {
  private static final int KEY_BYTES = 32;
  private static final String APPS = "apis/apps/v1";
  private static final Resource CONFIG_MAPS = new Resource("api/v1", "configmaps", "ConfigMap");
  private static final List<Resource> WORKLOADS =
      List.of(
          new Resource("api/v1", "pods", "Pod"),
          new Resource(APPS, "deployments", "Deployment"),
          new Resource(APPS, "daemonsets", "DaemonSet"),
          new Resource(APPS, "statefulsets", "StatefulSet"));

  /** Without them some checks know less. */
  private static final List<Resource> OTHERS =
      List.of(
          new Resource("apis/argoproj.io/v1alpha1", "rollouts", "Rollout"),
          new Resource("apis/policy/v1", "poddisruptionbudgets", "PodDisruptionBudget"),
          new Resource(
              "apis/autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
          new Resource("apis/gateway.networking.k8s.io/v1", "httproutes", "HTTPRoute"),
          new Resource("apis/networking.istio.io/v1", "gateways", "Gateway"),
          new Resource("apis/networking.istio.io/v1", "virtualservices", "VirtualService"));

  private final Cluster cluster;
  private final List<AuditObject> objects = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ClusterAudit(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Reads what is needed and audits it.
   *
   * @param namespace empty for all
   * @throws ForbiddenException if no workload may be read; any other missing right is a note
   */
  static AuditReport of(
      Cluster cluster, Optional<String> namespace, List<Profile> known, String version)
      throws ClusterException, ForbiddenException {
    ClusterAudit audit = new ClusterAudit(cluster);
    audit.readWorkloads(namespace);
    audit.readOthers(namespace);
    audit.readConfigMaps(finder(audit.objects, namespace, known, version).configMaps());
    return AuditReport.of(finder(audit.objects, namespace, known, version).find(), audit.notes);
  }

  /** Finds the gateways among objects. */
  static GatewayFinder finder(
      List<AuditObject> objects, Optional<String> namespace, List<Profile> known, String version) {
    Map<Mode, Reviewer> reviewers = new EnumMap<>(Mode.class);
    return new GatewayFinder(
        objects,
        namespace.orElse("default"),
        known,
        mode -> reviewers.computeIfAbsent(mode, each -> reviewer(each, known, version)));
  }

  /** The webhook's own configuration is not known here: it may allow what the pod requests. */
  private static Reviewer reviewer(Mode mode, List<Profile> known, String version) {
    AdmissionPolicy policy =
        AdmissionPolicy.of(
                "",
                Set.of(),
                false,
                mode,
                SidecarStyle.NATIVE,
                "ebbgate/drain-sidecar:" + version,
                Map.of())
            .selectiveClose(true);
    return new Reviewer(policy, TokenKey.of(new byte[KEY_BYTES]), known);
  }

  private void readWorkloads(Optional<String> namespace)
      throws ClusterException, ForbiddenException {
    List<ForbiddenException> refused = read(namespace, WORKLOADS);
    if (refused.size() == WORKLOADS.size()) {
      throw refused.getFirst();
    }
    refused.forEach(this::note);
  }

  private void readOthers(Optional<String> namespace) throws ClusterException {
    read(namespace, OTHERS).forEach(this::note);
  }

  /** Reads all that the user may read, and returns the refusals. */
  private List<ForbiddenException> read(Optional<String> namespace, List<Resource> resources)
      throws ClusterException {
    ClusterObjects all = new ClusterObjects(cluster, namespace);
    List<ForbiddenException> refused = new ArrayList<>();
    for (Resource each : resources) {
      try {
        add(all.list(each));
      } catch (ForbiddenException missing) {
        refused.add(missing);
      }
    }
    return refused;
  }

  /** One note for each namespace whose ConfigMaps may not be read. */
  private void readConfigMaps(Set<String> names) throws ClusterException {
    Map<String, ForbiddenException> refused = new TreeMap<>();
    for (String each : names) {
      int slash = each.indexOf('/');
      String namespace = each.substring(0, slash);
      try {
        ClusterObjects.get(cluster, CONFIG_MAPS, namespace, each.substring(slash + 1))
            .ifPresent(map -> add(List.of(map)));
      } catch (ForbiddenException missing) {
        refused.putIfAbsent(namespace, missing);
      }
    }
    refused.values().forEach(this::note);
  }

  private void note(ForbiddenException refused) {
    notes.add(refused.getMessage() + " Checks that need them are incomplete.");
  }

  private void add(List<JsonNode> trees) {
    trees.forEach(tree -> objects.add(new AuditObject(tree, "", 0)));
  }
}
