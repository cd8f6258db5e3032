package io.ebbgate.tool.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a pod that are followed, and those that change nothing on loopback. Everything else
 * is refused, so that no pod is run as less than it is.
 */
final class SupportedFields {
  private static final Set<String> POD =
      names(
          """
          containers initContainers terminationGracePeriodSeconds volumes restartPolicy
          serviceAccountName automountServiceAccountToken enableServiceLinks dnsPolicy
          schedulerName nodeName priorityClassName priority preemptionPolicy serviceAccount
          imagePullSecrets securityContext affinity tolerations topologySpreadConstraints
          """);
  private static final Set<String> CONTAINER =
      names(
          """
          name image imagePullPolicy command args env ports resources securityContext lifecycle
          startupProbe readinessProbe livenessProbe restartPolicy volumeMounts
          terminationMessagePath terminationMessagePolicy
          """);
  private static final Set<String> PROBE =
      names(
          """
          httpGet tcpSocket initialDelaySeconds periodSeconds timeoutSeconds failureThreshold
          successThreshold terminationGracePeriodSeconds
          """);
  private static final Set<String> LIFECYCLE = Set.of("preStop");
  private static final Set<String> GET = names("host port path scheme httpHeaders");

  private SupportedFields() {}

  static void pod(JsonNode spec) throws RefusedPodException {
    known(spec, POD, "spec");
  }

  static void container(JsonNode container) throws RefusedPodException {
    known(container, CONTAINER, "container " + container.path("name").asText());
  }

  static void lifecycle(JsonNode lifecycle, String where) throws RefusedPodException {
    known(lifecycle, LIFECYCLE, where);
  }

  static void probe(JsonNode probe, String where) throws RefusedPodException {
    known(probe, PROBE, where);
  }

  static void get(JsonNode get, String where) throws RefusedPodException {
    known(get, GET, where);
    if (!get.path("scheme").asText("HTTP").equals("HTTP")) {
      throw new RefusedPodException(where + ".scheme is not HTTP, and only that is spoken here.");
    }
  }

  private static Set<String> names(String text) {
    return Set.of(text.strip().split("\\s+", -1));
  }

  private static void known(JsonNode object, Set<String> fields, String where)
      throws RefusedPodException {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!fields.contains(field.getKey())) {
        throw new RefusedPodException(
            "%s has %s, which can't be followed on loopback.".formatted(where, field.getKey()));
      }
    }
  }
}
