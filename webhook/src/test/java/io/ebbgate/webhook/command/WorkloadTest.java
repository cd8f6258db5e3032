package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Containers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pod templates in manifests. */
class WorkloadTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SIDECAR = "/spec/initContainers/0/name";
  private static final String TEMPLATE =
      """
      {"metadata":{"annotations":{"ebbgate.io/profile":"envoy"}},\
      "spec":{"containers":[{"name":"envoy","image":"envoy"}]}}\
      """;

  static final String POD = "{\"kind\":\"Pod\"," + TEMPLATE.substring(1);

  private static JsonNode injected(String document) throws Exception {
    return JSON.readTree(CommandRun.inject(document).out());
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, /spec/template",
    "DaemonSet, /spec/template",
    "StatefulSet, /spec/template",
    "ReplicaSet, /spec/template",
    "ReplicationController, /spec/template",
    "Rollout, /spec/template",
    "CronJob, /spec/jobTemplate/spec/template",
    "AdvancedCronJob, /spec/jobTemplate/spec/template",
    "PodTemplate, /template"
  })
  void findsThePodTemplateOfEveryKind(String kind, String place) throws Exception {
    String inside = TEMPLATE;
    for (String key : List.of(place.substring(1).split("/")).reversed()) {
      inside = "{\"" + key + "\":" + inside + "}";
    }
    String head = "{\"kind\":\"" + kind + "\",\"metadata\":{\"name\":\"x\"},";

    JsonNode changed = injected(head + inside.substring(1));

    assertThat(changed.at(place + SIDECAR).asText()).isEqualTo(Containers.SIDECAR);
  }

  @Test
  void findsAPod() throws Exception {
    assertThat(injected(POD).at(SIDECAR).asText()).isEqualTo(Containers.SIDECAR);
  }

  @Test
  void injectsItemsOfLists() throws Exception {
    JsonNode changed =
        injected("{\"kind\":\"List\",\"items\":[{\"kind\":\"Secret\"}," + POD + "]}");

    assertThat(changed.at("/items/0")).hasToString("{\"kind\":\"Secret\"}");
    assertThat(changed.at("/items/1" + SIDECAR).asText()).isEqualTo(Containers.SIDECAR);
  }

  @Test
  void derivesTheKindOfListItemsWithoutOne() {
    String list = "{\"kind\":\"PodList\",\"items\":[" + TEMPLATE + "," + TEMPLATE + "]}";

    CommandRun run = CommandRun.inject(list);

    assertThat(run.err().lines().filter(line -> line.startsWith("Pod/"))).hasSize(2);
    assertThat(run.out().split(Containers.SIDECAR + "\"", -1)).hasSize(3);
  }

  @Test
  void injectsAnyKindWithAPodTemplate() {
    String rollout = "{\"kind\":\"Rollout\",\"spec\":{\"template\":" + TEMPLATE + "}}";

    assertThat(CommandRun.explain(rollout).out()).startsWith("Rollout/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: Service, spec: {template: {spec: {selector: x}}}}",
        "{kind: Rollout, spec: {workloadRef: {name: x}}}",
        "{kind: Certificate, spec: {template: text}}",
        "{kind: List, items: {a: b}}",
        "{kind: PodList, items: [x, null, 3]}",
        "{kind: List, items: [{spec: {template: {spec: {containers: []}}}}]}",
        "{kind: PodTemplate, template: []}",
        "{kind: [], spec: {template: {spec: {containers: []}}}}",
        "[{kind: Pod}]"
      })
  void findsNoWorkload(String document) {
    CommandRun run = CommandRun.explain(document);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("has no workload");
  }
}
