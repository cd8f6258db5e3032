package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.testkit.Allocation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ObservedPodsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KubernetesSerialization WHOLE = new KubernetesSerialization();
  private static final KubernetesSerialization OBSERVED = ObservedPods.serialization();

  /** As an API server writes it: kind and name come first. */
  private static final String POD =
      """
      {"kind": "Pod", "apiVersion": "v1",
       "metadata": {"name": "gateway-1", "namespace": "shop", "uid": "uid", "resourceVersion": "7",
        "deletionTimestamp": "2026-11-21T19:47:19Z", "deletionGracePeriodSeconds": 40,
        "labels": {"pod-template-hash": "59f6745b7"}, "annotations": {"a": "b"},
        "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "uid": "u",
         "name": "gateway-59f6745b7", "controller": true}]},
       "spec": {"volumes": [{"name": "v"}],
        "initContainers": [{"name": "%1$s", "image": "i", "env": [{"name": "%2$s", "value": "t"}]}],
        "containers": [{"name": "envoy", "image": "i", "args": ["x"]}],
        "terminationGracePeriodSeconds": 60},
       "status": {"phase": "Running", "podIP": "10.0.0.1", "hostIP": "10.0.0.2",
        "conditions": [{"type": "Ready", "status": "True"}],
        "initContainerStatuses": [{"name": "%1$s", "image": "i", "state":
         {"terminated": {"exitCode": 0, "message": "m", "finishedAt": "2026-11-21T19:47:25Z"}}}],
        "containerStatuses": [{"name": "envoy", "state": {"running": {}}}]}}
      """
          .formatted(Containers.SIDECAR, Env.TOKEN);

  private static String event(String pod) {
    return "{\"type\":\"MODIFIED\",\"object\":" + pod + "}";
  }

  private static Pod observed(String event) {
    return (Pod) OBSERVED.unmarshal(event, WatchEvent.class).getObject();
  }

  @Test
  void haveTheSnapshotOfTheWholePod() {
    Pod pod = observed(event(POD));

    assertThat(PodSnapshots.of(pod)).isEqualTo(PodSnapshots.of(WHOLE.unmarshal(POD, Pod.class)));
    assertThat(PodSidecar.variable(pod, Env.TOKEN)).contains("t");
    assertThat(pod.getStatus().getPodIP()).isEqualTo("10.0.0.1");
    assertThat(pod.getMetadata().getResourceVersion()).isEqualTo("7");
  }

  @Test
  void areReadInAnyOrderOfTheirFields() throws Exception {
    ObjectNode pod = (ObjectNode) JSON.readTree(POD);
    pod.set("kind", pod.remove("kind"));
    ObjectNode sidecar = (ObjectNode) pod.at("/spec/initContainers/0");
    sidecar.set("name", sidecar.remove("name"));

    assertThat(observed(event(pod.toString()))).isEqualTo(observed(event(POD)));
  }

  @Test
  void areReadFromAListToo() {
    PodList list = OBSERVED.unmarshal("{\"items\": [" + POD + "]}", PodList.class);

    assertThat(list.getItems()).containsExactly(observed(event(POD)));
  }

  @Test
  void leaveTheErrorOfAWatchWhatItIs() {
    String error =
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":410}}";

    assertThat(OBSERVED.unmarshal(error, WatchEvent.class).getObject())
        .isInstanceOfSatisfying(
            Status.class, status -> assertThat(status.getCode()).isEqualTo(410));
  }

  static Stream<Arguments> fillings() {
    BiConsumer<ObjectNode, Integer> argument =
        (pod, size) ->
            ((ObjectNode) pod.at("/spec/containers/0"))
                .withArray("args")
                .add("x".repeat(10 * size));
    BiConsumer<ObjectNode, Integer> annotation =
        (pod, size) -> pod.withObject("/metadata/annotations").put("a", "x".repeat(10 * size));
    BiConsumer<ObjectNode, Integer> environment =
        (pod, size) -> {
          ArrayNode env = ((ObjectNode) pod.at("/spec/containers/0")).withArray("env");
          for (int i = 0; i < size; i++) {
            env.addObject().put("name", "a").put("value", "");
          }
        };
    BiConsumer<ObjectNode, Integer> fields =
        (pod, size) -> {
          ArrayNode managed = pod.withArray("/metadata/managedFields");
          for (int i = 0; i < size; i++) {
            managed.addObject();
          }
        };
    return Stream.of(
        Arguments.argumentSet("an argument", argument),
        Arguments.argumentSet("an annotation", annotation),
        Arguments.argumentSet("variables", environment),
        Arguments.argumentSet("managed fields", fields));
  }

  @ParameterizedTest
  @MethodSource("fillings")
  void takeNoMemoryForWhatIsNotUsedButItsText(BiConsumer<ObjectNode, Integer> filling)
      throws Exception {
    ObjectNode small = (ObjectNode) JSON.readTree(POD);
    ObjectNode large = small.deepCopy();
    filling.accept(small, 50_000);
    filling.accept(large, 100_000);
    String one = event(small.toString());
    String other = event(large.toString());

    long more = Allocation.bytes(() -> observed(other)) - Allocation.bytes(() -> observed(one));

    // The client makes bytes of the text.
    assertThat(more).isLessThan(other.length() - one.length() + 10_000);
  }
}
