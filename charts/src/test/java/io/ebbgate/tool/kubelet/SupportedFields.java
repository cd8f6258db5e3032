package io.ebbgate.tool.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The fields of a pod that are followed, and those that change nothing on loopback. Everything else
 * is refused, so that no pod is run as less than it is.
 */
enum SupportedFields {
  POD(
      """
      containers initContainers terminationGracePeriodSeconds volumes restartPolicy
      serviceAccountName automountServiceAccountToken enableServiceLinks dnsPolicy
      schedulerName nodeName priorityClassName priority preemptionPolicy serviceAccount
      imagePullSecrets securityContext affinity tolerations topologySpreadConstraints
      """),
  CONTAINER(
      """
      name image imagePullPolicy command args env ports resources securityContext lifecycle
      startupProbe readinessProbe livenessProbe restartPolicy volumeMounts
      terminationMessagePath terminationMessagePolicy
      """),
  PROBE(
      """
      httpGet tcpSocket initialDelaySeconds periodSeconds timeoutSeconds failureThreshold
      successThreshold terminationGracePeriodSeconds
      """),
  LIFECYCLE("preStop"),
  GET("host port path scheme httpHeaders");

  private final String names;

  SupportedFields(String names) {
    this.names = names;
  }

  /** Refuses any other field of the object. */
  void check(JsonNode object, String where) throws RefusedPodException {
    List<String> known = List.of(names.split("\\s+", -1));
    for (var field : object.properties()) {
      if (!known.contains(field.getKey())) {
        throw new RefusedPodException(
            "%s has %s, which can't be followed on loopback.".formatted(where, field.getKey()));
      }
    }
  }
}
