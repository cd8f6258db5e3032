package io.ebbgate.webhook.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What other products' webhooks change in a pod; a second time nothing, as theirs do. */
final class OtherChanges {
  static final String CONTAINERS = "/spec/containers";
  static final String INIT = "/spec/initContainers";

  private OtherChanges() {}

  static void addVariables(ObjectNode pod) {
    addVariable(pod, "{name: OTEL_SERVICE_NAME, value: edge}");
  }

  /** As an agent of OpenTelemetry or Datadog is loaded into each JVM. */
  static void addAgent(ObjectNode pod) {
    addVariable(pod, "{name: JAVA_TOOL_OPTIONS, value: '-javaagent:/otel/agent.jar'}");
  }

  private static void addVariable(ObjectNode pod, String variable) {
    for (String list : List.of(CONTAINERS, INIT)) {
      pod.at(list).forEach(each -> addNamed((ObjectNode) each, "env", variable));
    }
  }

  static void addVolume(ObjectNode pod) {
    addNamed((ObjectNode) pod.path("spec"), "volumes", "{name: agent, emptyDir: {}}");
    for (String list : List.of(CONTAINERS, INIT)) {
      pod.at(list)
          .forEach(each ->
              addNamed((ObjectNode) each, "volumeMounts", "{name: agent, mountPath: /opt/agent}"));
    }
  }

  /** As Kyverno and Gatekeeper set what a company demands. */
  static void enforce(ObjectNode pod) {
    pod.withObject("/metadata/labels").put("cost-centre", "42");
    pod.withObject("/spec").putArray("tolerations").addObject().put("operator", "Exists");
    for (String list : List.of(CONTAINERS, INIT)) {
      for (JsonNode each : pod.at(list)) {
        ObjectNode container = (ObjectNode) each;
        container.put("imagePullPolicy", "Always");
        String image = container.path("image").asText();
        if (!image.startsWith("mirror.test/")) {
          container.put("image", "mirror.test/" + image);
        }
        container.withObject("/resources/limits").put("memory", "256Mi");
        container.withObject("/securityContext/seccompProfile").put("type", "RuntimeDefault");
      }
    }
  }

  static void add(ObjectNode pod, String list, String entry) {
    addNamed((ObjectNode) pod.path("spec"), list.substring("/spec/".length()), entry);
  }

  static void addFirst(ObjectNode pod, String list, String entry) {
    ArrayNode found = pod.withArray(list);
    if (!names(found).contains(AdmissionCluster.yaml(entry).path("name").asText())) {
      found.insert(0, AdmissionCluster.yaml(entry));
    }
  }

  private static void addNamed(ObjectNode object, String list, String entry) {
    ArrayNode found = object.withArrayProperty(list);
    if (!names(found).contains(AdmissionCluster.yaml(entry).path("name").asText())) {
      found.add(AdmissionCluster.yaml(entry));
    }
  }

  static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.forEach(each -> names.add(each.path("name").asText()));
    return names;
  }

  static void fillIn(ObjectNode pod) {
    ObjectNode proxy = (ObjectNode) pod.at(CONTAINERS + "/0");
    proxy.put("image", "docker.io/istio/proxyv2:1.31.0");
    proxy.set("args", AdmissionCluster.yaml("[proxy, router, --domain, edge.svc]"));
    proxy.set(
        "readinessProbe",
        AdmissionCluster.yaml("{httpGet: {path: /healthz/ready, port: 15021}, periodSeconds: 15}"));
    addNamed(proxy, "env", "{name: ISTIO_META_POD_PORTS, value: '[]'}");
    addNamed(proxy, "volumeMounts", "{name: istio-data, mountPath: /var/lib/istio/data}");
    addNamed((ObjectNode) pod.path("spec"), "volumes", "{name: istio-data, emptyDir: {}}");
    pod.withObject("/metadata/annotations").put("sidecar.istio.io/status", "{}");
  }

  static void addIstio(ObjectNode pod) {
    addFirst(pod, INIT, "{name: istio-proxy, image: istio/proxyv2, restartPolicy: Always}");
    addFirst(pod, INIT, "{name: istio-init, image: istio/proxyv2, args: [istio-iptables]}");
    addNamed((ObjectNode) pod.path("spec"), "volumes", "{name: istio-data, emptyDir: {}}");
  }
}
