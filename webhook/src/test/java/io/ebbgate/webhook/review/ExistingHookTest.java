package io.ebbgate.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done where the gateway has a preStop hook already. */
class ExistingHookTest {
  private static final String HOOK = "/spec/containers/0/lifecycle/preStop";

  private static ObjectNode pod(String annotations, String hook) {
    return Reviewed.pod(
        """
        metadata: {annotations: {ebbgate.io/profile: envoy, %s}}
        spec:
          containers:
            - {name: envoy, image: envoy, lifecycle: {preStop: %s}}
        """
            .formatted(annotations, hook));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{sleep: {seconds: 5}}",
        "{exec: {command: [sh, -c, sleep 5]}}",
        "{httpGet: {path: /shutdown, port: 19002}}",
        "{httpGet: {path: /v1/drain, port: 15980}}",
        "{httpGet: {path: /x, port: 1, httpHeaders: [{name: X-Other, value: a}]}}",
        "{tcpSocket: {port: 1}}",
        "{futureHandler: {}}"
      })
  void keepsItAndAddsNoSidecar(String hook) {
    ObjectNode pod = pod("a: b", hook);

    Reviewed reviewed = Reviewed.of(pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.HOOK_KEPT);
    assertThat(reviewed.patched()).isEqualTo(pod);
    assertThat(reviewed.warnings())
        .singleElement()
        .asString()
        .contains("container envoy", Annotations.EXISTING_HOOK + ": replace");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{sleep: {seconds: 5}}",
        "{exec: {command: [sh, -c, sleep 5]}}",
        "{httpGet: {path: /shutdown, port: 19002, scheme: HTTPS}}",
        "{tcpSocket: {port: 1}}"
      })
  void replacesItAsAWholeWhereAsked(String hook) {
    Reviewed reviewed = Reviewed.of(pod("ebbgate.io/existing-hook: replace", hook));

    assertThat(reviewed.reason()).isEqualTo(Reason.INJECTED);
    assertThat(reviewed.patched().at(HOOK).properties()).hasSize(1);
    assertThat(reviewed.patched().at(HOOK + "/httpGet/path").asText()).isEqualTo("/v1/drain");
    assertThat(reviewed.patched().at(HOOK + "/httpGet/scheme").asText()).isEqualTo("HTTP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null"})
  void takesAnEmptyOneForNone(String hook) {
    assertThat(Reviewed.of(pod("a: b", hook)).reason()).isEqualTo(Reason.INJECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "sleep"})
  void bringsItsOwnUpToDate(String mode) {
    ObjectNode first =
        (ObjectNode)
            Reviewed.of(pod("ebbgate.io/mode: " + mode + ", ebbgate.io/max-announce: 40s", "null"))
                .patched();
    ObjectNode again = first.deepCopy();
    annotations(again).put(Setting.MAX_ANNOUNCE.annotation(), "20s");

    Reviewed reviewed = Reviewed.of(again);

    assertThat(reviewed.reason()).isEqualTo(Reason.REPAIRED);
    assertThat(reviewed.patched().at(HOOK)).isNotEqualTo(first.at(HOOK));
    assertThat(Reviewed.of(reviewed.patched()).reason()).isEqualTo(Reason.ALREADY_INJECTED);
  }

  @Test
  void turnsItsOwnSleepIntoACall() {
    ObjectNode slept =
        (ObjectNode) Reviewed.of(pod("ebbgate.io/mode: sleep", "null")).patched().deepCopy();
    annotations(slept).put(Annotations.MODE, "agent");

    Reviewed reviewed = Reviewed.of(slept);

    assertThat(reviewed.reason()).isEqualTo(Reason.REPAIRED);
    assertThat(reviewed.patched().at(HOOK + "/httpGet/path").asText()).isEqualTo("/v1/drain");
  }

  /** A sidecar is never taken away, and one without a hook that calls it is not left behind. */
  @Test
  void leavesACallAndItsSidecarWhereASleepIsAskedForLater() {
    ObjectNode called = (ObjectNode) Reviewed.of(pod("a: b", "null")).patched().deepCopy();
    annotations(called).put(Annotations.MODE, "sleep");

    Reviewed reviewed = Reviewed.of(called);

    assertThat(reviewed.reason()).isEqualTo(Reason.INJECTED_OTHERWISE);
    assertThat(reviewed.warnings()).hasSize(1);
    assertThat(reviewed.patched().toString()).contains(Containers.SIDECAR, "/v1/drain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "[]", "'null'", "{\"mode\":\"sleep\",\"container\":\"other\"}"})
  void keepsASleepThatNoStatusOfOursTellsOf(String status) {
    ObjectNode pod = pod("a: b", "{sleep: {seconds: 5}}");
    annotations(pod).put(Annotations.STATUS, status);

    assertThat(Reviewed.of(pod).patched()).isEqualTo(pod);
  }

  private static ObjectNode annotations(ObjectNode pod) {
    return (ObjectNode) pod.at("/metadata/annotations");
  }
}
