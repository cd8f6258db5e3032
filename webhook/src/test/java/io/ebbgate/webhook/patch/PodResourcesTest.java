package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.Allocation;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodResourcesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {requests: {cpu: 1}}                | false
          {limits: {memory: 1Gi}}             | false
          {requests: {}, limits: {}}          | true
          {}                                  | true
          null                                | true
          """)
  void leaveTheSidecarWithoutItsOwn(String resources, boolean own) {
    String pod = "{spec: {resources: %s, containers: [{name: envoy}]}}".formatted(resources);

    Patch patch = Injections.patch(Pods.of(pod), Injections.agent());

    assertThat(patch.patched().at("/spec/initContainers/0").has("resources")).isEqualTo(own);
    assertThat(Injections.problem(Pods.of(pod), patch, Injections.agent())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {requests: {cpu: 1}}    | {requests: {cpu: 100m}}     | the pod's own request of cpu has no room
          {requests: {cpu: 1100m}} | {requests: {cpu: 100m}}    |
          {requests: {cpu: 1}}    | {requests: {memory: 64Mi}}  |
          {requests: {cpu: 1}}    | {limits: {memory: 64Mi}}    |
          {limits: {memory: 32Mi}} | {limits: {memory: 64Mi}}   | the pod's own limit of memory is too low
          {limits: {memory: 64Mi}} | {limits: {memory: 64Mi}}   |
          """)
  void haveRoomForWhatTheSidecarAsksForItself(String pod, String sidecar, String sentence) {
    ObjectNode tree =
        Pods.of(
            """
            spec:
              resources: %s
              initContainers:
                - {name: once, resources: {requests: {cpu: 4}}}
                - {name: ebbgate-drain-sidecar, restartPolicy: Always, resources: %s}
              containers:
                - {name: envoy, resources: {requests: {cpu: '1'}}}
            """
                .formatted(pod, sidecar));

    assertThat(PodResources.problem(tree)).isEqualTo(Optional.ofNullable(sentence));
  }

  /** Names of resources, each requested by the pod and by a container of its own. */
  private static ObjectNode withResources(int many) {
    ObjectNode pod = Pods.of("{spec: {containers: [], resources: {requests: {}}}}");
    ObjectNode requests = (ObjectNode) pod.at("/spec/resources/requests");
    ArrayNode containers = (ArrayNode) pod.at("/spec/containers");
    ObjectNode sidecar = containers.addObject().put("name", "ebbgate-drain-sidecar");
    for (int i = 0; i < many; i++) {
      requests.put("r" + i, 1);
      sidecar.withObject("/resources/requests").put("r" + i, 1);
      containers.addObject().withObject("/resources/requests").put("r" + i, 0);
    }
    return pod;
  }

  @Test
  void areAddedUpInOnePass() {
    ObjectNode few = withResources(1_000);
    ObjectNode twice = withResources(2_000);

    long forTwice = Allocation.bytes(() -> PodResources.problem(twice));

    assertThat(PodResources.problem(twice)).isEmpty();
    assertThat(forTwice).isLessThan(3 * Allocation.bytes(() -> PodResources.problem(few)));
  }

  @Test
  void findNothingInAPodWithoutAny() {
    JsonNode pod = Injections.patch(Pods.plain(), Injections.agent()).patched();

    assertThat(PodResources.problem(pod)).isEmpty();
  }
}
