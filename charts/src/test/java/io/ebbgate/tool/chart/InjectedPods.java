package io.ebbgate.tool.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/** Injected gateways, for clusters in which the webhook is not called. */
public final class InjectedPods {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GATEWAY =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {
         "name": "edge", "namespace": "shop",
         "labels": {"app": "edge", "pod-template-hash": "59f6745b7"},
         "annotations": {"ebbgate.io/profile": "envoy"},
         "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "controller": true,
           "name": "edge-59f6745b7", "uid": "00000000-0000-0000-0000-000000000001"}]},
       "spec": {
         "containers": [{
           "name": "envoy", "image": "envoyproxy/envoy:distroless-v1.37.0",
           "args": ["-c", "/etc/envoy/envoy.yaml"],
           "ports": [{"containerPort": 8080}],
           "readinessProbe": {"httpGet": {"path": "/ready", "port": 9000}}}]}}
      """;
  private static final Pod INJECTED = gateway();

  private InjectedPods() {}

  /** One of that name, bound to that node. */
  public static Pod named(String namespace, String name, String node) {
    return new PodBuilder(INJECTED)
        .editMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .editSpec()
        .withNodeName(node)
        .endSpec()
        .build();
  }

  /** What the webhook makes of a pod that is created. */
  public static JsonNode injected(JsonNode pod, SidecarStyle style) {
    AdmissionPolicy policy =
        AdmissionPolicy.of(
            HelmChart.NAMESPACE,
            Set.copyOf(AdmissionPolicy.CLUSTER_NAMESPACES),
            false,
            Mode.AGENT,
            style,
            "registry/drain-sidecar@sha256:0",
            Map.of());
    return new Reviewer(policy, TokenKey.of(new byte[32]))
        .review(new AdmissionRequest("5f3c", "CREATE", "Pod", "shop", pod))
        .result(pod);
  }

  private static Pod gateway() {
    try {
      return JSON.treeToValue(injected(JSON.readTree(GATEWAY), SidecarStyle.NATIVE), Pod.class);
    } catch (JsonProcessingException notAPod) {
      throw new UncheckedIOException(notAPod);
    }
  }
}
