package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scopes: [Terminating]               | does not count the pod, which is not in scope Terminating
          scopes: [NotTerminating]            | a pod takes 510m
          scopes: [BestEffort]                | does not count the pod
          scopes: [NotBestEffort]             | a pod takes 510m
          scopes: [NotTerminating, BestEffort]| does not count the pod, which is not in scope NotTerminating and BestEffort
          scopeSelector: {matchExpressions: [{scopeName: Terminating, operator: Exists}]} | does not count the pod
          """)
  void judgesAScopeThatThePodShows(String scope, String effect) throws Exception {
    assertThat(lines(scope + ", hard: {requests.cpu: 2}", "used: {}", SIDECAR))
        .singleElement()
        .asString()
        .startsWith("compute, requests.cpu: " + effect);
  }

  @ParameterizedTest
  @CsvSource({"Exists, 510m", "DoesNotExist, not", "In, 510m", "NotIn, not"})
  void judgesThePrioritysClass(String operator, String effect) throws Exception {
    JsonNode pod =
        yaml("{spec: {priorityClassName: edge, containers: [%s, %s]}}".formatted(ENVOY, SIDECAR));
    JsonNode quota = priorityQuota(operator);

    assertThat(ResourceQuotas.lines(pod, pod, LimitRanges.NONE, List.of(quota)))
        .singleElement()
        .asString()
        .startsWith("compute, requests.cpu: ")
        .contains(effect);
  }

  /** The cluster may have a class for pods that name none. */
  @Test
  void saysWhereAQuotaIsForPodsThatItMayNotBe() throws Exception {
    assertThat(
            ResourceQuotas.lines(
                pod(), pod(SIDECAR), LimitRanges.NONE, List.of(priorityQuota("Exists"))))
        .singleElement()
        .asString()
        .startsWith("compute, requests.cpu of pods in its scope: a pod takes 510m");
  }

  /** A sidecar with amounts makes a best-effort pod another one. */
  @Test
  void countsAllOfAPodThatTheSidecarBringsIntoTheScope() throws Exception {
    JsonNode bare = yaml("{spec: {containers: [{name: envoy}]}}");
    JsonNode injected =
        yaml("{spec: {initContainers: [%s], containers: [{name: envoy}]}}".formatted(SIDECAR));
    JsonNode range = range("{type: Container, defaultRequest: {cpu: 100m}}");
    JsonNode quota =
        yaml(
            "{metadata: {name: compute},"
                + " spec: {scopes: [NotBestEffort], hard: {requests.ephemeral-storage: 1Gi}}}");

    assertThat(ResourceQuotas.lines(bare, bare, LimitRanges.NONE, List.of(quota)))
        .containsExactly(
            "compute, requests.ephemeral-storage: does not count the pod, which is not in scope"
                + " NotBestEffort");
    assertThat(ResourceQuotas.lines(bare, injected, LimitRanges.NONE, List.of(quota)))
        .singleElement()
        .asString()
        .contains("a pod takes 0Mi");
    assertThat(ResourceQuotas.lines(bare, bare, LimitRanges.of(List.of(range)), List.of(quota)))
        .singleElement()
        .asString()
        .contains("a pod takes 0Mi");
  }

  private static JsonNode priorityQuota(String operator) throws Exception {
    String values = operator.endsWith("In") ? ", values: [edge]" : "";
    return yaml(
        "{metadata: {name: compute}, spec: {hard: {requests.cpu: 2}, scopeSelector:"
            + " {matchExpressions: [{scopeName: PriorityClass, operator: %s%s}]}}}"
                .formatted(operator, values));
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
