package io.ebbgate.webhook.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.admission.SidecarStyle;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The one sidecar that has a capability. */
class NetAdminSidecarTest {
  private static final String POD =
      """
      metadata:
        name: edge-1
        annotations:
          ebbgate.io/profile: envoy
          ebbgate.io/selective-close: 'true'
          ebbgate.io/force-close: tcp
      spec:
        securityContext: {runAsNonRoot: true, runAsUser: 101, seccompProfile: {type: RuntimeDefault}}
        containers: [{name: envoy, image: 'envoyproxy/envoy:v1.40.0'}]
      """;

  private static final Reviewer REVIEWER =
      new Reviewer(
          AdmissionPolicy.of(
                  "ebbgate",
                  Set.of(),
                  false,
                  Mode.AGENT,
                  SidecarStyle.NATIVE,
                  "ebbgate/drain-sidecar:1",
                  Map.of())
              .selectiveClose(true),
          TokenKey.of("not a secret, only a test".getBytes(UTF_8)));

  private static Reviewed reviewed(JsonNode pod, boolean privileged) {
    AdmissionRequest request = new AdmissionRequest("5f3c", "CREATE", "Pod", "shop", pod);
    return new Reviewed(
        REVIEWER.review(privileged ? request.inPrivilegedNamespace() : request), pod);
  }

  private static JsonNode sidecar(Reviewed reviewed) {
    return reviewed.patched().at("/spec/initContainers/0");
  }

  @Test
  void runsAsUserZeroWithOneCapabilityInAPrivilegedNamespace() {
    Reviewed reviewed = reviewed(Reviewed.pod(POD), true);

    assertThat(sidecar(reviewed).path("securityContext"))
        .isEqualTo(
            Reviewed.pod(
                """
                allowPrivilegeEscalation: false
                capabilities: {add: [NET_ADMIN], drop: [ALL]}
                privileged: false
                readOnlyRootFilesystem: true
                runAsNonRoot: false
                runAsUser: 0
                seccompProfile: {type: RuntimeDefault}
                """));
    assertThat(sidecar(reviewed).path("env").toString())
        .contains("EBBGATE_FORCE_CLOSE", "{\"name\":\"EBBGATE_SELECTIVE_CLOSE\",\"value\":\"on\"}");
    assertThat(reviewed(reviewed.patched(), true).reason()).isEqualTo(Reason.ALREADY_INJECTED);
  }

  @Test
  void isRestrictedAsEverElsewhere() {
    Reviewed reviewed = reviewed(Reviewed.pod(POD), false);

    assertThat(reviewed.reason()).isEqualTo(Reason.INJECTED);
    assertThat(sidecar(reviewed).at("/securityContext/capabilities").toString())
        .isEqualTo("{\"drop\":[\"ALL\"]}");
    assertThat(sidecar(reviewed).at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(sidecar(reviewed).path("env").toString())
        .doesNotContain("EBBGATE_FORCE_CLOSE")
        .contains("{\"name\":\"EBBGATE_SELECTIVE_CLOSE\",\"value\":\"forbidden_by_namespace\"}");
    assertThat(reviewed.warnings()).hasSize(2);
  }
}
