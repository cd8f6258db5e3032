package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.SidecarResource;
import io.ebbgate.tool.chart.InjectedPods;
import io.ebbgate.tool.chart.InstalledCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Injected pods in namespaces whose budget an API server enforces: each takes an injected pod that
 * it takes without the sidecar.
 */
@Tag("cluster")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamespaceBudgetIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  private InstalledCluster cluster;
  private int namespaces;

  @BeforeAll
  void starts(@TempDir Path folder) throws IOException {
    cluster = InstalledCluster.start(folder);
  }

  @AfterAll
  void stops() {
    cluster.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {limits.cpu: 10, limits.memory: 10Gi, requests.cpu: 10, requests.memory: 10Gi, pods: 20} | {requests: {cpu: 500m, memory: 256Mi}, limits: {cpu: 2, memory: 1Gi}}
          {limits.cpu: 10, limits.ephemeral-storage: 10Gi, requests.ephemeral-storage: 10Gi}       | {limits: {cpu: 2, memory: 1Gi, ephemeral-storage: 1Gi}}
          {requests.cpu: 10}                                                                       | {requests: {cpu: 500m}}
          """)
  void aQuotaTakesThem(String hard, String gateway) throws IOException {
    for (SidecarStyle style : SidecarStyle.values()) {
      String namespace = namespace();
      quota(namespace, hard);
      assertTaken(pod(namespace, gateway), style);
    }
  }

  /** The API server sets defaults before it calls a webhook, and again after it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {default: {cpu: 500m, memory: 512Mi}, defaultRequest: {cpu: 250m, memory: 256Mi}, min: {cpu: 50m, memory: 100Mi}, maxLimitRequestRatio: {cpu: 4, memory: 2}} | {}
          {min: {cpu: 50m, memory: 100Mi}, max: {cpu: 1, memory: 1Gi}}                 | {}
          {default: {cpu: 100m, memory: 128Mi}, max: {cpu: 100m, memory: 128Mi}}       | {}
          {maxLimitRequestRatio: {cpu: 4, memory: 2}}                                  | {requests: {cpu: 500m, memory: 1Gi}, limits: {cpu: 2, memory: 2Gi}}
          {max: {cpu: 150m, memory: 1Gi}, maxLimitRequestRatio: {cpu: 1}}              | {requests: {cpu: 150m, memory: 1Gi}, limits: {cpu: 150m, memory: 1Gi}}
          {default: {cpu: 1, ephemeral-storage: 1Gi}, min: {ephemeral-storage: 64Mi}}  | {}
          """)
  void aLimitRangeTakesThem(String range, String gateway) throws IOException {
    for (SidecarStyle style : SidecarStyle.values()) {
      String namespace = namespace();
      limitRange(namespace, range);
      assertTaken(pod(namespace, gateway), style);
    }
  }

  /** Sized by annotations, where the pod shows nothing of its namespace's rules. */
  @Test
  void aMinimumTakesThemBySize() throws IOException {
    String namespace = namespace();
    limitRange(namespace, "{min: {cpu: 50m, memory: 100Mi}}");
    ObjectNode pod =
        pod(namespace, "{requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}");
    pod.withObject("/metadata/annotations")
        .put(SidecarResource.CPU_REQUEST.annotation(), "50m")
        .put(SidecarResource.MEMORY_REQUEST.annotation(), "100Mi");

    assertThat(created(InjectedPods.injected(created(pod), SidecarStyle.NATIVE)).toString())
        .contains(Containers.SIDECAR);
  }

  /** The API server takes the injected pod as it takes the plain one, in the same class. */
  private void assertTaken(ObjectNode pod, SidecarStyle style) throws IOException {
    JsonNode plain = created(pod);
    JsonNode injected = created(InjectedPods.injected(plain, style));

    assertThat(injected.toString()).contains(Containers.SIDECAR);
    assertThat(injected.at("/status/qosClass")).isEqualTo(plain.at("/status/qosClass"));
  }

  private String namespace() {
    String name = "budget-" + namespaces++;
    cluster.namespace(name, "privileged");
    return name;
  }

  /** Its status is a controller's work, of which there is none. */
  private void quota(String namespace, String hard) throws IOException {
    ResourceQuota quota =
        (ResourceQuota)
            cluster
                .admin()
                .resource(
                    json(
                        "{apiVersion: v1, kind: ResourceQuota, metadata: {name: compute, namespace: %s}, spec: {hard: %s}}"
                            .formatted(namespace, hard)))
                .create();
    Map<String, Quantity> used = new HashMap<>();
    quota.getSpec().getHard().keySet().forEach(name -> used.put(name, new Quantity("0")));
    quota.setStatus(
        new ResourceQuotaStatusBuilder()
            .withHard(quota.getSpec().getHard())
            .withUsed(used)
            .build());
    var _ = cluster.admin().resource(quota).updateStatus();
  }

  private void limitRange(String namespace, String limit) throws IOException {
    var _ =
        cluster
            .admin()
            .resource(
                json(
                    "{apiVersion: v1, kind: LimitRange, metadata: {name: sizes, namespace: %s}, spec: {limits: [%s]}}"
                        .formatted(namespace, "{type: Container, " + limit.substring(1))))
            .create();
  }

  private static String json(String yaml) throws IOException {
    return YAML.readTree(yaml).toString();
  }

  private static ObjectNode pod(String namespace, String resources) throws IOException {
    return (ObjectNode)
        YAML.readTree(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: edge, namespace: %s, annotations: {ebbgate.io/profile: envoy}}
            spec:
              automountServiceAccountToken: false
              containers: [{name: envoy, image: registry.example/envoy, resources: %s}]
            """
                .formatted(namespace, resources));
  }

  /** As the API server would store it; a refusal is an exception. */
  private JsonNode created(JsonNode pod) throws JsonProcessingException {
    ObjectNode asked = pod.deepCopy();
    asked.remove("status");
    HasMetadata made = cluster.admin().resource(asked.toString()).dryRun().create();
    return JSON.readTree(cluster.admin().getKubernetesSerialization().asJson(made));
  }
}
