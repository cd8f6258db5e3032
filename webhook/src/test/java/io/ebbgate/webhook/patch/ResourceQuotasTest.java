package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceQuotasTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final String ENVOY =
      "{name: envoy, resources: {requests: {cpu: 500m}, limits: {cpu: 1, memory: 128Mi}}}";

  private static final String SIDECAR =
      "{name: ebbgate-drain-sidecar, restartPolicy: Always,"
          + " resources: {requests: {cpu: 10m, memory: 64Mi}, limits: {cpu: 200m, memory: 64Mi}}}";

  @Test
  void saysHowMuchMoreThePodTakes() throws Exception {
    assertThat(lines("hard: {requests.cpu: 2}", "used: {requests.cpu: 1}", SIDECAR))
        .containsExactly(
            "compute, requests.cpu: a pod takes 510m, 500m without the sidecar, and 1000m of 2000m"
                + " are used");
  }

  @Test
  void takesALimitForARequestThatIsNotSet() throws Exception {
    assertThat(lines("hard: {memory: 1Gi}", "used: {memory: 0}", SIDECAR))
        .containsExactly(
            "compute, memory: a pod takes 192Mi, 128Mi without the sidecar, and 0Mi of 1024Mi are"
                + " used");
  }

  @Test
  void saysThatOneMoreDoesNotFit() throws Exception {
    assertThat(lines("hard: {limits.cpu: 2}", "used: {limits.cpu: 1}", SIDECAR))
        .singleElement()
        .asString()
        .endsWith("1000m of 2000m are used: one more is refused");
  }

  @Test
  void namesTheContainerWithoutAnAmountThatIsDemanded() throws Exception {
    String init = "{name: setup}";

    assertThat(lines("hard: {limits.cpu: 2}", "used: {}", init, SIDECAR))
        .containsExactly(
            "compute, limits.cpu: container setup has none, and so the API server refuses the pod");
  }

  @Test
  void countsAnInitContainerThatTakesMoreThanAllAfterIt() throws Exception {
    String init = "{name: setup, resources: {requests: {cpu: 3}}}";

    assertThat(lines("hard: {cpu: 4}", "used: {}", SIDECAR, init))
        .singleElement()
        .asString()
        .contains("a pod takes 3010m, 500m without");
  }

  @Test
  void leavesOutWhatASidecarDoesNotChange() throws Exception {
    assertThat(lines("hard: {pods: 5, services: 2, count/secrets: 1}", "used: {pods: 5}", SIDECAR))
        .isEmpty();
  }

  @Test
  void saysWhereAQuotaIsForSomePodsAlone() throws Exception {
    assertThat(lines("scopes: [BestEffort], hard: {limits.cpu: 2}", "used: {}", SIDECAR))
        .singleElement()
        .asString()
        .startsWith("compute, limits.cpu of pods in its scope: ");
  }

  @Test
  void demandsNoEphemeralStorageOfAContainer() throws Exception {
    assertThat(lines("hard: {requests.ephemeral-storage: 1Gi}", "used: {}", SIDECAR))
        .singleElement()
        .asString()
        .contains("a pod takes 0Mi, 0Mi without the sidecar");
  }

  @Test
  void countsWhatALimitRangeGivesAContainer() throws Exception {
    JsonNode range = range("{type: Container, defaultRequest: {cpu: 100m}}");
    String init = "{name: setup, restartPolicy: Always}";

    assertThat(lines(List.of(range), "hard: {requests.cpu: 2}", "used: {}", init))
        .singleElement()
        .asString()
        .contains("a pod takes 600m, 500m without the sidecar");
    assertThat(lines(List.of(range), "hard: {limits.cpu: 2}", "used: {}", init))
        .singleElement()
        .asString()
        .endsWith("container setup has none, and so the API server refuses the pod");
  }

  private static JsonNode range(String limits) throws Exception {
    return yaml("{metadata: {name: sizes}, spec: {limits: [%s]}}".formatted(limits));
  }

  private static List<String> lines(String spec, String status, String... initContainers)
      throws Exception {
    return lines(List.of(), spec, status, initContainers);
  }

  private static List<String> lines(
      List<JsonNode> ranges, String spec, String status, String... initContainers)
      throws Exception {
    JsonNode quota =
        yaml("{metadata: {name: compute}, spec: {%s}, status: {%s}}".formatted(spec, status));
    return ResourceQuotas.lines(pod(), pod(initContainers), LimitRanges.of(ranges), List.of(quota));
  }

  private static JsonNode pod(String... initContainers) throws Exception {
    return yaml(
        "{spec: {initContainers: [%s], containers: [%s]}}"
            .formatted(String.join(", ", initContainers), ENVOY));
  }

  private static JsonNode yaml(String text) throws Exception {
    return YAML.readTree(text);
  }
}
