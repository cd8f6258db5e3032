package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.contract.SidecarResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What passes a namespace's budget wherever the pod's own containers pass. */
class SidecarResourcesTest {
  private static JsonNode resources(String pod, Injection injection) {
    return SidecarResources.of(Pods.of(pod), injection.resources(), LimitRanges.NONE);
  }

  private static String pod(String resources) {
    return "{spec: {containers: [{name: envoy, resources: %s}]}}".formatted(resources);
  }

  /** The kinds, and the largest part of a limit by its request, are those of the neighbours. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                | {requests: {cpu: 10m, memory: 64Mi}, limits: {memory: 64Mi}}
          {requests: {cpu: 1}, limits: {memory: 1Gi}}                       | {requests: {cpu: 10m, memory: 64Mi}, limits: {memory: 64Mi}}
          {requests: {cpu: 500m, memory: 1Gi}, limits: {cpu: 2}}            | {requests: {cpu: 50m, memory: 64Mi}, limits: {cpu: 200m, memory: 64Mi}}
          {requests: {cpu: 100m, memory: 1Gi}, limits: {cpu: 4}}            | {requests: {cpu: 10m, memory: 64Mi}, limits: {cpu: 200m, memory: 64Mi}}
          {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 1500m}}           | {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 150m, memory: 64Mi}}
          {requests: {cpu: 30m, memory: 1Gi}, limits: {cpu: 60m}}           | {requests: {cpu: 30m, memory: 64Mi}, limits: {cpu: 60m, memory: 64Mi}}
          {limits: {cpu: 1}}                                                | {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 100m, memory: 64Mi}}
          {requests: {ephemeral-storage: 1Gi}}                              | {requests: {cpu: 10m, memory: 64Mi, ephemeral-storage: 16Mi}, limits: {memory: 64Mi}}
          {requests: {ephemeral-storage: 1Gi}, limits: {ephemeral-storage: 2Gi}} | {requests: {cpu: 10m, memory: 64Mi, ephemeral-storage: 32Mi}, limits: {memory: 64Mi, ephemeral-storage: 64Mi}}
          {requests: {cpu: 0, memory: x}, limits: {cpu: 0, memory: []}}     | {requests: {cpu: 10m, memory: 64Mi}, limits: {memory: 64Mi}}
          """)
  void followThoseOfThePodsContainers(String gateway, String ours) {
    assertThat(resources(pod(gateway), Injections.agent())).isEqualTo(Pods.of(ours));
  }

  /** A ResourceQuota wants a limit of each container, of init containers too. */
  @Test
  void haveAKindOfLimitOnlyWhereAllContainersHaveIt() {
    String pod =
        """
        spec:
          initContainers: [{name: setup}]
          containers: [{name: envoy, resources: {requests: {cpu: 1}, limits: {cpu: 2}}}]
        """;

    assertThat(resources(pod, Injections.agent()).path("limits").has("cpu")).isFalse();
  }

  /** As the API server leaves a pod without resources before the webhook is called. */
  @Test
  void areAtLeastTheSmallestOfThePodWhereALimitRangeHasSetSome() {
    String pod =
        """
        metadata: {annotations: {kubernetes.io/limit-ranger: "LimitRanger plugin set: cpu"}}
        spec:
          containers:
            - name: envoy
              resources: {requests: {cpu: 250m, memory: 256Mi}, limits: {cpu: 500m, memory: 512Mi}}
            - name: logger
              resources: {requests: {cpu: 50m, memory: 100Mi}, limits: {cpu: 200m, memory: 200Mi}}
        """;

    assertThat(resources(pod, Injections.agent()))
        .isEqualTo(
            Pods.of("{requests: {cpu: 50m, memory: 100Mi}, limits: {cpu: 200m, memory: 100Mi}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                      | CPU_LIMIT      | 300m  | {requests: {cpu: 10m, memory: 64Mi}, limits: {cpu: 300m, memory: 64Mi}}
          {}                                                      | CPU_LIMIT      | 5m    | {requests: {cpu: 5m, memory: 64Mi}, limits: {cpu: 5m, memory: 64Mi}}
          {}                                                      | MEMORY_REQUEST | 96Mi  | {requests: {cpu: 10m, memory: 96Mi}, limits: {memory: 96Mi}}
          {}                                                      | MEMORY_LIMIT   | none  | {requests: {cpu: 10m, memory: 64Mi}}
          {}                                                      | CPU_REQUEST    | none  | {requests: {memory: 64Mi}, limits: {memory: 64Mi}}
          {requests: {cpu: 1}, limits: {cpu: 2}}                  | CPU_LIMIT      | none  | {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}
          {limits: {cpu: 1, memory: 1Gi}}                         | CPU_LIMIT      | none  | {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 100m, memory: 64Mi}}
          {limits: {cpu: 1, memory: 1Gi}}                         | CPU_REQUEST    | 50m   | {requests: {cpu: 50m, memory: 64Mi}, limits: {cpu: 50m, memory: 64Mi}}
          """)
  void areThoseThatAreNamed(String gateway, SidecarResource resource, String amount, String ours) {
    Injection injection = Injections.mode(Mode.AGENT).with(resource, amount).make();

    assertThat(resources(pod(gateway), injection)).isEqualTo(Pods.of(ours));
  }

  @Test
  void areNamedOnesOnlyWhereThePodHasSomeAsAWhole() {
    Injection injection =
        Injections.mode(Mode.AGENT).with(SidecarResource.MEMORY_LIMIT, "96Mi").make();

    assertThat(resources("{spec: {resources: {limits: {cpu: 1}}, containers: []}}", injection))
        .isEqualTo(Pods.of("{limits: {memory: 96Mi}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {limits: {cpu: 1, memory: 1Gi}}                                              | true
          {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 1, memory: 1Gi}}             | true
          {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 1000m, memory: 1024Mi}}      | true
          {limits: {cpu: '1', memory: 1Gi}, requests: {cpu: 1}}                        | true
          {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 900m, memory: 1Gi}}          | false
          {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 900m, memory: 1G}}           | false
          {limits: {cpu: 0, memory: 1Gi}, requests: {cpu: 0, memory: 1Gi}}             | false
          {limits: {memory: 1Gi}, requests: {memory: 1Gi}}                             | false
          {requests: {cpu: 1, memory: 1Gi}}                                            | false
          {}                                                                           | false
          """)
  void areEqualWhereThePodIsGuaranteed(String resources, boolean guaranteed) {
    String pod = "{spec: {containers: [{name: envoy, resources: %s}]}}".formatted(resources);

    JsonNode ours = resources(pod, Injections.agent());

    assertThat(ours.path("limits").equals(ours.path("requests"))).isEqualTo(guaranteed);
    assertThat(ours.path("limits").path("memory")).isEqualTo(ours.path("requests").path("memory"));
  }

  @Test
  void keepAPodBurstableWhereOneOfItsContainersIs() {
    String pod =
        """
        spec:
          initContainers: [{name: setup}]
          containers:
            - {name: envoy, resources: {limits: {cpu: 1, memory: 1Gi}}}
        """;

    assertThat(resources(pod, Injections.agent()).path("limits").has("cpu")).isFalse();
  }
}
