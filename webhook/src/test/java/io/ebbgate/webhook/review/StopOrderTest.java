package io.ebbgate.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.Reason;
import org.junit.jupiter.api.Test;

/** A gateway with two containers that stop after it. */
class StopOrderTest {
  private static final String POD =
      """
      metadata:
        name: gateway-1
        annotations:
          ebbgate.io/profile: envoy
          ebbgate.io/container: router
          ebbgate.io/stop-order: policy-engine:/run/p/policy.sock,executor:9003
      spec:
        containers:
          - {name: executor, image: executor}
          - {name: router, image: envoy}
          - {name: policy-engine, image: policy, volumeMounts: [{name: sockets, mountPath: /run/p}]}
        volumes: [{name: sockets, emptyDir: {}}]
      """;

  private final Reviewed reviewed = Reviewed.of(Reviewed.pod(POD));

  @Test
  void eachContainerHasAHookThatHoldsIt() {
    assertThat(reviewed.reason()).isEqualTo(Reason.INJECTED);
    assertThat(reviewed.warnings()).isEmpty();
    assertThat(hook(0)).isEqualTo("/v1/hold/executor");
    assertThat(hook(1)).isEqualTo("/v1/drain");
    assertThat(hook(2)).isEqualTo("/v1/hold/policy-engine");
  }

  @Test
  void theSidecarSeesTheSocketThatItWatches() {
    JsonNode mounts = reviewed.patched().at("/spec/initContainers/0/volumeMounts");

    assertThat(mounts.findValuesAsText("mountPath")).contains("/run/p");
  }

  /** Drain, Envoy's exit, a second for each container, and what comes after. */
  @Test
  void theGracePeriodHasTimeForEachExit() {
    assertThat(reviewed.patched().at("/spec/terminationGracePeriodSeconds").asInt())
        .isEqualTo(60 + 1 + 2 + 3);
  }

  @Test
  void aSecondReviewChangesNothing() {
    assertThat(Reviewed.of(reviewed.patched()).reason()).isEqualTo(Reason.ALREADY_INJECTED);
  }

  @Test
  void aContainerThatLeftTheOrderKeepsItsHookWithAReason() {
    String shorter = reviewed.patched().toString().replace(",executor:9003", "");

    Reviewed again = Reviewed.of(Reviewed.pod(shorter));

    assertThat(again.reason()).isEqualTo(Reason.INJECTED_OTHERWISE);
  }

  @Test
  void aHookOfItsOwnStays() {
    String own =
        POD.replace(
            "name: executor, image: executor",
            "name: executor, image: executor, lifecycle: {preStop: {exec: {command: [stop]}}}");

    Reviewed kept = Reviewed.of(Reviewed.pod(own));

    assertThat(kept.reason()).isEqualTo(Reason.INJECTED);
    assertThat(kept.patched().at("/spec/containers/0/lifecycle/preStop").has("exec")).isTrue();
    assertThat(kept.warnings())
        .containsExactly(
            "Ebbgate: ebbgate.io/stop-order: container executor keeps its own preStop hook and"
                + " waits for nothing else.");
  }

  private String hook(int container) {
    return reviewed
        .patched()
        .at("/spec/containers/" + container + "/lifecycle/preStop/httpGet/path")
        .asText();
  }
}
