package io.ebbgate.webhook.apiserver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import io.ebbgate.core.testkit.Property;
import java.util.List;
import java.util.random.RandomGenerator;

/** Pods of gateways as people write them: most are valid, with fields of many kinds. */
final class RandomGateway {
  /** An annotation of pods that are to have a sidecar as an ordinary container. */
  static final String CLASSIC = "test/classic";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> VALUES =
      List.of("30s|0s|never|-1|90s|20|auto|tcp|true|policy:9002,logger:9003|gateway".split("\\|"));

  /** Not "none": a quota refuses what asks for no limit. */
  private static final List<String> SIZES = List.of("20m", "100m", "96Mi", "200Mi", "x");

  private static final List<String> CPU = List.of("50m", "100m", "250m", "500m", "1");
  private static final List<String> MEMORY = List.of("64Mi", "128Mi", "256Mi", "512Mi", "1Gi");
  private static final List<String> STORAGE = List.of("32Mi", "64Mi", "1Gi");
  private static final String SPEC =
      """
      terminationGracePeriodSeconds: 5 | terminationGracePeriodSeconds: 300 | terminationGracePeriodSeconds: 30
      restartPolicy: Always | restartPolicy: Always | restartPolicy: OnFailure
      shareProcessNamespace: true | shareProcessNamespace: false
      automountServiceAccountToken: false | automountServiceAccountToken: true
      dnsPolicy: ClusterFirstWithHostNet | dnsPolicy: None, dnsConfig: {nameservers: [192.0.2.1]}
      nodeSelector: {kubernetes.io/os: linux} | nodeSelector: {zone: a}
      os: {name: linux}
      tolerations: [{operator: Exists}]
      imagePullSecrets: [{name: mirror}] | imagePullSecrets: [{}]
      hostAliases: [{ip: 192.0.2.1, hostnames: [edge]}]
      readinessGates: [{conditionType: example.test/balancer}]
      topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]
      affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}}
      schedulingGates: [{name: example.test/gate}]
      hostNetwork: true
      hostname: edge, subdomain: edges
      enableServiceLinks: false
      resources: {requests: {cpu: 600m, memory: 600Mi}, limits: {cpu: 2, memory: 2Gi}}
      activeDeadlineSeconds: 3600
      """;
  private static final String CONTAINER =
      """
      lifecycle: {preStop: {exec: {command: [sleep, "5"]}}} | lifecycle: {preStop: {sleep: {seconds: 3}}} | lifecycle: {postStart: {exec: {command: ["true"]}}} | lifecycle: {preStop: {httpGet: {port: 8080, path: /stop}}}
      readinessProbe: {httpGet: {port: 8080, path: /ready}} | readinessProbe: {tcpSocket: {port: 8080}}
      livenessProbe: {httpGet: {port: 8080}, terminationGracePeriodSeconds: 20} | livenessProbe: {exec: {command: ["true"]}}
      startupProbe: {grpc: {port: 9000}, failureThreshold: 30}
      ports: [{containerPort: 8080}] | ports: [{containerPort: 8080, name: http}, {containerPort: 8080, name: h3, protocol: UDP}] | ports: [{containerPort: 15980}]
      env: [{name: A, value: b}] | env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}] | env: [{name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}]
      envFrom: [{configMapRef: {name: settings, optional: true}}]
      volumeMounts: [{name: scratch, mountPath: /tmp}] | volumeMounts: [{name: scratch, mountPath: /run/envoy, subPath: a}]
      terminationMessagePolicy: FallbackToLogsOnError | terminationMessagePath: /tmp/end
      imagePullPolicy: Always
      command: [envoy] | command: [tini, --]
      args: ["-c", /etc/envoy.yaml] | args: [proxy, router]
      workingDir: /tmp
      stdin: true
      resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]
      """;
  private static final String SECURE =
      """
      {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, runAsNonRoot: true,
       seccompProfile: {type: RuntimeDefault}}
      """;

  private final RandomGenerator random;

  private RandomGateway(RandomGenerator random) {
    this.random = random;
  }

  static ObjectNode of(RandomGenerator random) {
    return new RandomGateway(random).pod();
  }

  private ObjectNode pod() {
    ObjectNode pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
    metadata(pod.putObject("metadata"));
    boolean secure = random.nextInt(3) > 0;
    ObjectNode spec = pod.putObject("spec");
    some(spec, SPEC, 8);
    spec.putArray("volumes").addObject().put("name", "scratch").putObject("emptyDir");
    if (secure && random.nextBoolean()) {
      spec.set(
          "securityContext",
          AdmissionCluster.yaml("{runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}"));
    } else if (random.nextInt(4) == 0) {
      spec.set("securityContext", AdmissionCluster.yaml("{runAsUser: 0, fsGroup: 3}"));
    }
    boolean sized = random.nextInt(3) > 0;
    ArrayNode containers = spec.putArray("containers");
    containers.add(container("gateway", secure, sized));
    for (String name : List.of("policy", "logger", "agent")) {
      if (random.nextInt(4) == 0) {
        containers.add(container(name, secure, sized));
      }
    }
    for (String name : List.of("setup", "helper")) {
      if (random.nextInt(4) == 0) {
        ObjectNode first = container(name, secure, sized);
        if (random.nextBoolean()) {
          first.put("restartPolicy", "Always");
        } else {
          first.remove(List.of("lifecycle", "readinessProbe", "livenessProbe", "startupProbe"));
        }
        spec.withArray("/initContainers").add(first);
      }
    }
    return pod;
  }

  private void metadata(ObjectNode metadata) {
    metadata.put(random.nextBoolean() ? "name" : "generateName", "edge-");
    if (metadata.has("name")) {
      metadata.put("name", "edge");
    }
    if (random.nextBoolean()) {
      metadata
          .putArray("ownerReferences")
          .addObject()
          .put("apiVersion", "apps/v1")
          .put("kind", "ReplicaSet")
          .put("name", "edge-59f6745b7")
          .put("uid", "00000000-0000-0000-0000-000000000001")
          .put("controller", true);
    }
    ObjectNode annotations = metadata.putObject("annotations");
    annotations.put(ReviewingServer.ID, Long.toHexString(random.nextLong()));
    if (random.nextInt(3) == 0) {
      annotations.put(CLASSIC, "true");
    }
    if (random.nextInt(8) > 0) {
      annotations.put(
          Annotations.PROFILE, Property.oneOf(random, List.of("envoy", "envoy", "istio", "wso2")));
      annotations.put(Annotations.CONTAINER, "gateway");
    }
    for (Setting setting : Setting.values()) {
      if (random.nextInt(12) == 0) {
        annotations.put(setting.annotation(), Property.oneOf(random, VALUES));
      }
    }
    for (SidecarResource each : SidecarResource.values()) {
      if (random.nextInt(20) == 0) {
        annotations.put(each.annotation(), Property.oneOf(random, SIZES));
      }
    }
    maybe(annotations, Annotations.MODE, "agent", "sleep", "env", "report");
    maybe(annotations, Annotations.EXISTING_HOOK, "replace", "keep");
    maybe(annotations, Annotations.ADMIN_ADDRESS, "127.0.0.1:9000", "unix:/tmp/a.sock", "pod:9901");
    maybe(metadata.putObject("labels"), Labels.INJECT, "true", "yes", "odd");
  }

  private void maybe(ObjectNode texts, String key, String... values) {
    if (random.nextInt(6) == 0) {
      texts.put(key, Property.oneOf(random, List.of(values)));
    }
  }

  private ObjectNode container(String name, boolean secure, boolean sized) {
    ObjectNode container =
        JSON.createObjectNode().put("name", name).put("image", "example/" + name);
    some(container, CONTAINER, 5);
    if (secure) {
      container.set("securityContext", AdmissionCluster.yaml(SECURE));
    } else if (random.nextBoolean()) {
      container.set("securityContext", AdmissionCluster.yaml("{runAsUser: 7, privileged: false}"));
    }
    resources(container, sized);
    return container;
  }

  private void resources(ObjectNode container, boolean sized) {
    if (!sized && random.nextBoolean()) {
      return;
    }
    amounts(container, "cpu", CPU, sized);
    amounts(container, "memory", MEMORY, sized);
    if (random.nextInt(4) == 0) {
      amounts(container, "ephemeral-storage", STORAGE, sized);
    }
  }

  private void amounts(ObjectNode container, String name, List<String> sizes, boolean sized) {
    int request = random.nextInt(sizes.size());
    int limit = request + random.nextInt(sizes.size() - request);
    if (sized || random.nextBoolean()) {
      container.withObject("/resources/limits").put(name, sizes.get(limit));
    }
    if (sized ? random.nextInt(4) > 0 : random.nextBoolean()) {
      container.withObject("/resources/requests").put(name, sizes.get(request));
    }
  }

  /** Fields of some lines, one of the choices each. */
  private void some(ObjectNode object, String lines, int rare) {
    lines
        .lines()
        .filter(_ -> random.nextInt(rare) == 0)
        .map(line -> Property.oneOf(random, List.of(line.split(" \\| "))))
        .forEach(fields -> object.setAll((ObjectNode) AdmissionCluster.yaml("{" + fields + "}")));
  }
}
