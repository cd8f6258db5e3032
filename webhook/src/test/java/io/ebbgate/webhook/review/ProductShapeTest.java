package io.ebbgate.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.contract.Annotations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods as the products' charts and controllers make them: reported, and drained on request. */
class ProductShapeTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("ebbgate.root"), "webhook/src/test/resources/manifests");
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {"istio-waypoint", "wso2", "gloo", "emissary", "higress", "consul", "kuma"})
  void reportsThePodUnlessAModeIsAskedFor(String product) throws IOException {
    for (ObjectNode pod : pods(product)) {
      Reviewed reviewed = Reviewed.of(pod);

      assertThat(reviewed.reason().wireName()).isEqualTo("mode_report");
      assertThat(reviewed.operations()).isEmpty();
      assertThat(reviewed.warnings()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "istio-waypoint", "wso2", "kgateway", "gloo",
        "emissary", "higress", "consul", "kuma"
      })
  void drainsItOnRequestAndFindsNothingToDoASecondTime(String product) throws IOException {
    for (ObjectNode pod : pods(product)) {
      annotate(pod, Annotations.MODE, "agent");
      annotate(pod, Annotations.EXISTING_HOOK, "replace");
      Reviewed reviewed = Reviewed.of(pod);

      assertThat(reviewed.reason().wireName()).isEqualTo("injected");
      assertThat(Reviewed.of(reviewed.patched()).reason().wireName()).isEqualTo("already_injected");
    }
  }

  /** Its script would wait 15 s after the sidecar has, which the grace does not allow for. */
  @Test
  void turnsWso2sOwnWaitOffInModeAgent() throws IOException {
    Reviewed reviewed = wso2InMode("agent");

    assertThat(reviewed.reason().wireName()).isEqualTo("injected");
    assertThat(env(reviewed))
        .containsEntry("ROUTER_ADMIN_ENABLED", "true")
        .containsEntry("ROUTER_DRAIN_TIME_SECONDS", "0");
  }

  /** The script drains by itself, and nothing is added that would do it a second time. */
  @Test
  void setsBothOfWso2sVariablesInModeEnvAndNothingElse() throws IOException {
    Reviewed reviewed = wso2InMode("env");

    assertThat(reviewed.reason().wireName()).isEqualTo("env_set");
    assertThat(env(reviewed))
        .containsExactly(
            entry("GATEWAY_CONTROLLER_HOST", "apis-controller"),
            entry("ROUTER_ADMIN_ENABLED", "true"),
            entry("ROUTER_DRAIN_TIME_SECONDS", "15"));
    assertThat(reviewed.patched().at("/spec/containers")).hasSize(1);
    assertThat(reviewed.patched().at("/spec/initContainers")).isEmpty();
    assertThat(reviewed.patched().at("/spec/containers/0").has("lifecycle")).isFalse();
  }

  private static Reviewed wso2InMode(String mode) throws IOException {
    ObjectNode pod = pods("wso2").getFirst();
    annotate(pod, Annotations.MODE, mode);
    return Reviewed.of(pod);
  }

  private static Map<String, String> env(Reviewed reviewed) {
    Map<String, String> values = new LinkedHashMap<>();
    reviewed
        .patched()
        .at("/spec/containers/0/env")
        .forEach(each -> values.put(each.path("name").asText(), each.path("value").asText()));
    return values;
  }

  @Test
  void keepsTheHookThatKgatewayWritesByDefault() throws IOException {
    assertThat(Reviewed.of(pods("kgateway").getFirst()).reason().wireName()).isEqualTo("hook_kept");
  }

  @ParameterizedTest
  @CsvSource({
    "wso2,     agent, ROUTER_ADMIN_ENABLED,             true",
    "wso2,     agent, ROUTER_DRAIN_TIME_SECONDS,        0",
    "wso2,     env,   ROUTER_ADMIN_ENABLED,             true",
    "wso2,     env,   ROUTER_DRAIN_TIME_SECONDS,        15",
    "kuma,     agent, KUMA_DATAPLANE_DRAIN_TIME,        1s",
    "kuma,     env,   KUMA_DATAPLANE_DRAIN_TIME,        30s",
    "consul,   env,   DP_SHUTDOWN_GRACE_PERIOD_SECONDS, 8",
    "higress,  env,   EXIT_ON_ZERO_ACTIVE_CONNECTIONS,  true",
    "istio-waypoint, env, MINIMUM_DRAIN_DURATION,       5s"
  })
  void setsTheProductsOwnVariables(String product, String mode, String name, String value)
      throws IOException {
    ObjectNode pod = pods(product).getFirst();
    annotate(pod, Annotations.MODE, mode);

    JsonNode gateway = Reviewed.of(pod).patched().at("/spec/containers/0");

    assertThat(gateway.path("env"))
        .filteredOn(variable -> variable.path("name").asText().equals(name))
        .singleElement()
        .satisfies(variable -> assertThat(variable.path("value").asText()).isEqualTo(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "env"})
  void announcesAtOnceWithWso2AndKeepsItsOtherArguments(String mode) throws IOException {
    ObjectNode pod = pods("wso2").getFirst();
    annotate(pod, Annotations.MODE, mode);

    assertThat(Reviewed.of(pod).patched().at("/spec/containers/0/args"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "--pol.config", "/etc/policy-engine/config.toml", "--rtr.drain-strategy", "immediate");
  }

  @Test
  void keepsTheStatisticsThatAWaypointIsConfiguredToHave() throws IOException {
    ObjectNode pod = pods("istio-waypoint").getFirst();
    annotate(pod, Annotations.MODE, "agent");

    JsonNode annotations = Reviewed.of(pod).patched().at("/metadata/annotations");

    assertThat(annotations.path("sidecar.istio.io/statsInclusionRegexps").asText())
        .startsWith("mine.*,")
        .contains("downstream_");
  }

  @ParameterizedTest
  @CsvSource({
    "'',    '',    mode_report",
    "agent, '',    injected",
    "'',    istio, injected",
    "agent, istio, injected"
  })
  void warnsOfWhatNoDrainOfAWaypointCanDo(String mode, String profile, String reason)
      throws IOException {
    ObjectNode pod = pods("istio-waypoint").getFirst();
    annotate(pod, Annotations.MODE, mode);
    annotate(pod, Annotations.PROFILE, profile);

    Reviewed reviewed = Reviewed.of(pod);

    assertThat(reviewed.reason().wireName()).isEqualTo(reason);
    assertThat(reviewed.warnings()).filteredOn(each -> each.contains("HBONE")).hasSize(1);
  }

  private static List<ObjectNode> pods(String product) throws IOException {
    List<ObjectNode> pods = new ArrayList<>();
    for (String document :
        Files.readString(FOLDER.resolve(product + ".yaml")).split("\n---\n", -1)) {
      pods.add((ObjectNode) YAML.readTree(document).at("/spec/template"));
    }
    return pods;
  }

  private static void annotate(ObjectNode pod, String annotation, String value) {
    if (!value.isEmpty()) {
      pod.withObjectProperty("metadata").withObjectProperty("annotations").put(annotation, value);
    }
  }
}
