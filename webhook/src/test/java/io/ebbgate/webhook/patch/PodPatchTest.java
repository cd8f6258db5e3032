package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Setting;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a patch adds, by mode. */
class PodPatchTest {
  private static final String GRACE = "/spec/terminationGracePeriodSeconds";

  private static JsonNode patched(String pod, Injection injection) {
    return Injections.patch(Pods.of(pod), injection).patched();
  }

  private static List<String> paths(String pod, Injection injection) {
    Patch patch = Injections.patch(Pods.of(pod), injection);
    return patch.operations().valueStream().map(each -> each.path("path").asText()).toList();
  }

  @Test
  void addsWithAnAgentTheWholeListAndNothingElse() {
    assertThat(paths(Pods.PLAIN, Injections.agent()))
        .containsExactly(
            GRACE,
            "/spec/volumes",
            "/spec/initContainers",
            "/spec/containers/0/lifecycle",
            "/spec/containers/0/lifecycle/preStop",
            "/metadata",
            "/metadata/labels",
            "/metadata/labels/ebbgate.io~1injected",
            "/metadata/annotations",
            "/metadata/annotations/ebbgate.io~1status",
            "/metadata/annotations/kubectl.kubernetes.io~1default-container");
  }

  @Test
  void appendsTheSidecarAfterAllOthersOfItsList() {
    String pod = "{spec: {initContainers: [{name: a}], containers: [{name: envoy}, {name: b}]}}";
    Injection classic = Injections.mode(Mode.AGENT).style(SidecarStyle.CLASSIC).make();

    assertThat(patched(pod, Injections.agent()).at("/spec/initContainers").findValuesAsText("name"))
        .startsWith("a", "ebbgate-drain-sidecar");
    assertThat(patched(pod, classic).at("/spec/containers/2/name").asText())
        .isEqualTo("ebbgate-drain-sidecar");
    assertThat(patched(pod, classic).at("/spec/containers/2").has("restartPolicy")).isFalse();
  }

  @Test
  void addsWithASleepOnlyTheHookTheGraceAndTheStatus() {
    assertThat(
            paths(Pods.PLAIN, Injections.mode(Mode.SLEEP).with(Setting.MAX_ANNOUNCE, "40s").make()))
        .containsExactly(
            GRACE,
            "/spec/containers/0/lifecycle",
            "/spec/containers/0/lifecycle/preStop",
            "/metadata",
            "/metadata/annotations",
            "/metadata/annotations/ebbgate.io~1status");
  }

  @Test
  void addsInModeEnvTheProfilesVariablesThatAreMissing() {
    String pod =
        """
        spec:
          containers:
            - {name: envoy, env: [{name: MINIMUM_DRAIN_DURATION, value: 30s}]}
        """;

    JsonNode env =
        patched(pod, Injections.mode(Mode.ENV).profile("istio").make())
            .at("/spec/containers/0/env");

    assertThat(env)
        .isEqualTo(
            Pods.node(
                "[{name: MINIMUM_DRAIN_DURATION, value: 30s},"
                    + " {name: EXIT_ON_ZERO_ACTIVE_CONNECTIONS, value: 'true'}]"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"REPORT", "OFF"})
  void refusesModesThatAddNothing(Mode mode) {
    assertThatThrownBy(() -> patched(Pods.PLAIN, Injections.mode(mode).make()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 64", "'terminationGracePeriodSeconds: 10', 64",
    "'terminationGracePeriodSeconds: 64', 64", "'terminationGracePeriodSeconds: 300', 300",
    "'terminationGracePeriodSeconds: null', 64", "'terminationGracePeriodSeconds: -5', 64"
  })
  void raisesTheGraceAndNeverLowersIt(String grace, long wanted) {
    String pod =
        "{spec: {%s, containers: [{name: envoy}]}}".formatted(grace.isEmpty() ? "a: b" : grace);

    assertThat(patched(pod, Injections.agent()).at(GRACE).asLong()).isEqualTo(wanted);
  }

  @Test
  void raisesTheGraceNoFurtherThanNodesGrant() {
    Injections capped = Injections.mode(Mode.AGENT).with(Setting.MAX_GRACE, "45s");

    assertThat(patched(Pods.PLAIN, capped.make()).at(GRACE).asLong()).isEqualTo(45);
  }

  @ParameterizedTest
  @CsvSource({
    "15s, none, 15",
    "500ms, none, 1",
    "0s, none, 1",
    "15s, 10s, 6",
    "15s, 3s, 1",
    "15s, 60s, 15"
  })
  void sleepsSoThatTheGatewaysExitHasItsTime(String announce, String granted, long seconds) {
    Injections sleep =
        Injections.mode(Mode.SLEEP)
            .with(Setting.MAX_ANNOUNCE, announce)
            .with(Setting.MAX_GRACE, granted);

    assertThat(
            patched(Pods.PLAIN, sleep.make())
                .at("/spec/containers/0/lifecycle/preStop/sleep/seconds")
                .asLong())
        .isEqualTo(seconds);
  }

  @Test
  void keepsADefaultContainerThatWasChosen() {
    String pod =
        """
        metadata: {annotations: {kubectl.kubernetes.io/default-container: app}}
        spec: {containers: [{name: envoy}, {name: app}]}
        """;

    assertThat(
            patched(pod, Injections.agent())
                .at("/metadata/annotations")
                .findValuesAsText("kubectl.kubernetes.io/default-container"))
        .containsExactly("app");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {exec: {command: [sh, -c, sleep 5]}}
          {httpGet: {path: /shutdown, port: 19002}}
          {sleep: {seconds: 5}}
          {tcpSocket: {port: 1}}
          """)
  void replacesAsAWholeAHookThatMayBeReplaced(String hook) {
    String pod =
        "{spec: {containers: [{name: envoy, lifecycle: {postStart: {exec: {}}, preStop: %s}}]}}"
            .formatted(hook);

    JsonNode lifecycle = patched(pod, Injections.agent()).at("/spec/containers/0/lifecycle");

    assertThat(lifecycle.path("preStop").properties()).hasSize(1);
    assertThat(lifecycle.at("/preStop/httpGet/path").asText()).isEqualTo("/v1/drain");
    assertThat(lifecycle.has("postStart")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"AGENT", "SLEEP", "ENV"})
  void findsNothingToDoInAPodThatCameBackFromTheApiServer(Mode mode) throws IOException {
    for (SidecarStyle style : SidecarStyle.values()) {
      Injection injection =
          Injections.mode(mode).style(style).profile("istio").admin("unix:/admin/s").make();
      String pod =
          """
          spec:
            containers:
              - name: envoy
                securityContext: {runAsUser: 101}
                volumeMounts: [{name: admin, mountPath: /admin}]
          """;
      ObjectNode again =
          (ObjectNode) new ObjectMapper().readTree(patched(pod, injection).toString());

      assertThat(Injections.patch(again, injection).operations()).isEmpty();
    }
  }
}
