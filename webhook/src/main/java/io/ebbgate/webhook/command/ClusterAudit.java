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

  private final List<AuditObject> objects = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ClusterAudit() {}

  /**
   * Reads what is needed and audits it.
   *
   * @param namespace empty for all
   * @throws ForbiddenException if nothing may be read; what else is missing is a note
   */
  static AuditReport of(
      Cluster cluster, Optional<String> namespace, List<Profile> known, String version)
      throws ClusterException, ForbiddenException {
    ClusterAudit audit = new ClusterAudit();
    try {
      audit.read(cluster, namespace, known, version);
    } catch (ForbiddenException missing) {
      if (audit.objects.isEmpty()) {
        throw missing;
      }
      audit.note(missing);
    }
    return AuditReport.of(finder(audit.objects, namespace, known, version).gateways(), audit.notes);
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

  /** The webhook's own configuration is not known here; its warnings depend on the mode at most. */
  private static Reviewer reviewer(Mode mode, List<Profile> known, String version) {
    AdmissionPolicy policy =
        AdmissionPolicy.of(
            "",
            Set.of(),
            false,
            mode,
            SidecarStyle.NATIVE,
            "ebbgate/drain-sidecar:" + version,
            Map.of());
    return new Reviewer(policy, TokenKey.of(new byte[KEY_BYTES]), known);
  }

  private void read(
      Cluster cluster, Optional<String> namespace, List<Profile> known, String version)
      throws ClusterException, ForbiddenException {
    ClusterObjects all = new ClusterObjects(cluster, namespace);
    for (Resource each : WORKLOADS) {
      add(all.list(each));
    }
    for (Resource each : OTHERS) {
      try {
        add(all.list(each));
      } catch (ForbiddenException refused) {
        note(refused);
      }
    }
    List<String> maps =
        finder(objects, namespace, known, version).configMaps().stream().sorted().toList();
    for (String each : maps) {
      int slash = each.indexOf('/');
      ClusterObjects.get(cluster, CONFIG_MAPS, each.substring(0, slash), each.substring(slash + 1))
          .ifPresent(map -> add(List.of(map)));
    }
  }

  private void note(ForbiddenException refused) {
    notes.add(refused.getMessage() + " Checks that need them are incomplete.");
  }

  private void add(List<JsonNode> trees) {
    trees.forEach(tree -> objects.add(new AuditObject(tree, "", 0)));
  }
}
