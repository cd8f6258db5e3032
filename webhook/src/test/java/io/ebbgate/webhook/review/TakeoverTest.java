package io.ebbgate.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Reason;
import org.junit.jupiter.api.Test;

/** Contour's pod, as its manifest has it. */
class TakeoverTest {
  private static final String POD =
      """
      metadata: {name: envoy-1, annotations: {ebbgate.io/takeover: 'true'}}
      spec:
        terminationGracePeriodSeconds: 300
        securityContext: {runAsUser: 65534}
        containers:
          - name: shutdown-manager
            image: ghcr.io/projectcontour/contour:v1.33.0
            command: [/bin/contour]
            args: [envoy, shutdown-manager]
            lifecycle: {preStop: {exec: {command: [/bin/contour, envoy, shutdown]}}}
            volumeMounts: [{name: envoy-admin, mountPath: /admin}]
          - name: envoy
            image: envoyproxy/envoy:distroless-v1.37.0
            lifecycle: {preStop: {httpGet: {path: /shutdown, port: 8090, scheme: HTTP}}}
            volumeMounts: [{name: envoy-admin, mountPath: /admin}]
        volumes: [{name: envoy-admin, emptyDir: {}}]
      """;

  @Test
  void drainsAnEnvoyWhoseManagerNeitherHoldsThePodNorSpeaksToIt() {
    JsonNode pod = Reviewed.pod(POD);

    Reviewed reviewed = Reviewed.of(pod);

    JsonNode patched = reviewed.patched();
    assertThat(reviewed.reason()).isEqualTo(Reason.INJECTED);
    ObjectNode manager = pod.at("/spec/containers/0").deepCopy();
    manager.replace(
        "lifecycle",
        Reviewed.pod("preStop: {httpGet: {path: /healthz, port: 8090, scheme: HTTP}}"));
    assertThat(patched.at("/spec/containers/0")).isEqualTo(manager);
    assertThat(patched.at("/spec/containers/1/lifecycle/preStop/httpGet/path").asText())
        .isEqualTo("/v1/drain");
    assertThat(patched.at("/spec/initContainers/0/volumeMounts/1/mountPath").asText())
        .isEqualTo("/admin");
    assertThat(patched.at("/spec/terminationGracePeriodSeconds").asLong()).isEqualTo(300);
    assertThat(Reviewed.of(patched).reason()).isEqualTo(Reason.ALREADY_INJECTED);
  }
}
