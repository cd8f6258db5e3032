package io.ebbgate.webhook.review;

import static io.ebbgate.webhook.review.InjectedPod.env;
import static io.ebbgate.webhook.review.InjectedPod.envoy;
import static io.ebbgate.webhook.review.InjectedPod.header;
import static io.ebbgate.webhook.review.InjectedPod.sidecar;
import static io.ebbgate.webhook.review.InjectedPod.spec;
import static io.ebbgate.webhook.review.InjectedPod.variable;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Annotations;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods that come back changed: an annotation alone drains nothing. */
class RepairTest {
  static Stream<Named<Consumer<ObjectNode>>> losses() {
    return Stream.of(
        Named.of("the hook", pod -> envoy(pod).remove("lifecycle")),
        Named.of("the sidecar", pod -> spec(pod).remove("initContainers")),
        Named.of("the volume", pod -> spec(pod).remove("volumes")),
        Named.of("the grace", pod -> spec(pod).put("terminationGracePeriodSeconds", 10)),
        Named.of("the label", pod -> ((ObjectNode) pod.path("metadata")).remove("labels")),
        Named.of("the hook's token", pod -> header(pod).put("value", "another")),
        Named.of("the sidecar's token", pod -> ((ObjectNode) env(pod).get(6)).put("value", "x")),
        Named.of("a variable", pod -> env(pod).remove(3)),
        Named.of("the sidecar's image", pod -> sidecar(pod).remove("image")),
        Named.of("the sidecar's mounts", pod -> sidecar(pod).remove("volumeMounts")),
        Named.of("the sidecar's security", pod -> sidecar(pod).remove("securityContext")));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void bringsBackWhatWasLost(Consumer<ObjectNode> loss) {
    ObjectNode whole = InjectedPod.create();
    ObjectNode pod = whole.deepCopy();
    loss.accept(pod);
    assertThat(pod).isNotEqualTo(whole);

    Reviewed reviewed = Reviewed.of(pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.REPAIRED);
    assertThat(reviewed.patched().path("spec")).isEqualTo(whole.path("spec"));
    assertThat(Reviewed.of(reviewed.patched()).reason()).isEqualTo(Reason.ALREADY_INJECTED);
  }

  static Stream<Named<Consumer<ObjectNode>>> surplus() {
    return Stream.of(
        Named.of("a variable of ours", pod -> variable(pod, "EBBGATE_MIN_DRAIN")),
        Named.of("a command", pod -> sidecar(pod).putArray("command").add("sleep")));
  }

  @ParameterizedTest
  @MethodSource("surplus")
  void takesFromTheSidecarWhatMakesItAnother(Consumer<ObjectNode> surplus) {
    ObjectNode whole = InjectedPod.create();
    ObjectNode pod = whole.deepCopy();
    surplus.accept(pod);

    Reviewed reviewed = Reviewed.of(pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.REPAIRED);
    assertThat(reviewed.patched().path("spec")).isEqualTo(whole.path("spec"));
  }

  @Test
  void injectsATemplateThatWasCopiedWithItsAnnotations() {
    ObjectNode whole = InjectedPod.create();
    ObjectNode copy = whole.deepCopy();
    spec(copy).remove("initContainers");
    spec(copy).remove("volumes");
    spec(copy).remove("terminationGracePeriodSeconds");
    envoy(copy).remove("lifecycle");

    assertThat(Reviewed.of(copy).patched().path("spec")).isEqualTo(whole.path("spec"));
  }

  @Test
  void bringsTheSidecarsImageUpToDateWithTheRest() {
    ObjectNode pod = InjectedPod.create();
    sidecar(pod).put("image", "ebbgate/drain-sidecar:0");
    ((ObjectNode) pod.at("/metadata/annotations"))
        .put(Annotations.STATUS, "{\"mode\":\"agent\",\"hash\":\"0\"}");

    assertThat(sidecar(Reviewed.of(pod).patched()).path("image").asText())
        .isEqualTo("ebbgate/drain-sidecar:1");
  }

  /** The style is the cluster's, and a pod that has the sidecar already keeps it as it is. */
  @Test
  void repairsASidecarOfTheOtherStyleInItsOwn() {
    ObjectNode whole = InjectedPod.create();
    ObjectNode pod = whole.deepCopy();
    envoy(pod).remove("lifecycle");
    Reviewer classic = Reviewed.reviewer(Mode.AGENT, SidecarStyle.CLASSIC);

    Reviewed reviewed = Reviewed.by(classic, pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.REPAIRED);
    assertThat(reviewed.patched().path("spec")).isEqualTo(whole.path("spec"));
  }

  /** It would lose it again: as an init container it would never end. */
  @Test
  void makesAnOrdinaryContainerOfASidecarThatLostItsRestartPolicy() {
    ObjectNode pod = InjectedPod.create();
    sidecar(pod).remove("restartPolicy");
    ((ArrayNode) spec(pod).path("initContainers")).addObject().put("name", "setup");
    ObjectNode uninjected = pod.deepCopy();
    uninjected.withObject("/metadata/annotations").remove(Annotations.STATUS);

    Reviewed reviewed = Reviewed.of(pod);
    JsonNode spec = reviewed.patched().path("spec");

    assertThat(reviewed.reason()).isEqualTo(Reason.REPAIRED);
    assertThat(spec.path("initContainers").findValuesAsText("name")).containsExactly("setup");
    assertThat(spec.path("containers").findValuesAsText("name"))
        .containsSubsequence("envoy", "logger", "ebbgate-drain-sidecar");
    assertThat(reviewed.warnings()).singleElement().asString().contains("took restartPolicy");
    Reviewed second = Reviewed.of(reviewed.patched());
    assertThat(second.reason()).isEqualTo(Reason.ALREADY_INJECTED);
    assertThat(second.warnings()).isEmpty();
    assertThat(Reviewed.of(uninjected).operations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"livenessProbe", "readinessProbe", "startupProbe"})
  void takesAProbeFromTheSidecarAndSaysSo(String probe) {
    ObjectNode pod = InjectedPod.create();
    ObjectNode wanted = pod.deepCopy();
    sidecar(pod).putObject(probe).putObject("tcpSocket").put("port", 15980);

    Reviewed reviewed = Reviewed.of(pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.PROBE_REMOVED);
    assertThat(reviewed.patched().path("spec")).isEqualTo(wanted.path("spec"));
    assertThat(reviewed.warnings()).singleElement().asString().contains(probe, "end its hold");
    assertThat(Reviewed.of(reviewed.patched()).reason()).isEqualTo(Reason.ALREADY_INJECTED);
  }

  @Test
  void takesAnAgentFromTheSidecarAndLeavesWhatElseWasAdded() {
    ObjectNode pod = InjectedPod.create();
    variable(pod, "AWS_ROLE_ARN");
    ObjectNode wanted = pod.deepCopy();
    variable(pod, "JAVA_TOOL_OPTIONS");
    variable(pod, "JDK_JAVA_OPTIONS");

    Reviewed reviewed = Reviewed.of(pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.REPAIRED);
    assertThat(reviewed.patched().path("spec")).isEqualTo(wanted.path("spec"));
    assertThat(reviewed.warnings())
        .singleElement()
        .asString()
        .contains("JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS");
  }
}
