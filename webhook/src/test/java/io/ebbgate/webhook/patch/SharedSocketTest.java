package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedSocketTest {
  private static final String SOCKET = "unix:/run/envoy/admin.sock";

  @ParameterizedTest
  @CsvSource({
    "unix:/admin/admin.sock, true",
    "127.0.0.1:9901, false",
    "$(EBBGATE_POD_IP):9901, false",
    "'', false"
  })
  void isOneByItsPrefix(String admin, boolean socket) {
    assertThat(SharedSocket.isSocket(admin)).isEqualTo(socket);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{name: v, mountPath: /run/envoy}]                   | {name: v, mountPath: /run/envoy}
          [{name: v, mountPath: /run/envoy/}]                  | {name: v, mountPath: /run/envoy/}
          [{name: v, mountPath: /run}]                         | {name: v, mountPath: /run}
          [{name: a, mountPath: /x}, {name: v, mountPath: /run}] | {name: v, mountPath: /run}
          [{name: v, mountPath: /run, readOnly: true}]         | {name: v, mountPath: /run}
          """)
  void sharesTheMountThatTheSocketLiesIn(String mounts, String shared) {
    assertThat(SharedSocket.mount(gateway(mounts), Injections.agent(SOCKET)))
        .contains(Pods.of(shared));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{name: outer, mountPath: /run}, {name: inner, mountPath: /run/envoy}]
          [{name: inner, mountPath: /run/envoy}, {name: outer, mountPath: /run}]
          [{name: outer, mountPath: /run/}, {name: inner, mountPath: /run/envoy/}]
          """)
  void sharesTheDeepestOfMountsInsideEachOther(String mounts) {
    ObjectNode shared = SharedSocket.mount(gateway(mounts), Injections.agent(SOCKET)).orElseThrow();

    assertThat(shared.path("name").asText()).isEqualTo("inner");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []
          {}
          [null, text]
          [{name: v}]
          [{name: v, mountPath: ''}]
          [{name: v, mountPath: /run/env}]
          [{name: v, mountPath: /run/envoy/admin.sock}]
          [{name: v, mountPath: /run/envoy, subPath: a}]
          [{name: v, mountPath: /run/envoy, subPathExpr: $(POD)}]
          [{name: outer, mountPath: /run}, {name: v, mountPath: /run/envoy, subPath: a}]
          """)
  void sharesNothingThatHasNotTheSocket(String mounts) {
    assertThat(SharedSocket.mount(gateway(mounts), Injections.agent(SOCKET))).isEmpty();
  }

  @Test
  void sharesNothingForAPort() {
    assertThat(SharedSocket.mount(gateway("[{name: v, mountPath: /run}]"), Injections.agent()))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unix:/run/s    | {}              | {}              | true
          unix:/run/s    | {runAsUser: 0}  | {}              | true
          unix:/run/s    | {runAsUser: 77} | {runAsUser: 0}  | true
          unix:/run/s    | {runAsUser: 77} | {}              | false
          unix:/run/s    | {}              | {runAsUser: 77} | false
          127.0.0.1:9901 | {}              | {runAsUser: 0}  | false
          """)
  void warnsWhereItsOwnerIsNotTheSidecarsUser(
      String admin, String pod, String gateway, boolean warned) {
    ObjectNode tree =
        Pods.of(
            "{spec: {securityContext: %s, containers: [{name: envoy, securityContext: %s}]}}"
                .formatted(pod, gateway));

    List<String> warnings = PodPatch.warnings(tree, Injections.agent(admin));

    assertThat(warnings).hasSize(warned ? 1 : 0).allMatch(each -> each.contains("runAsUser"));
    assertThat(PodPatch.warnings(tree, Injections.mode(Mode.SLEEP).admin(admin).make())).isEmpty();
  }

  private static ObjectNode gateway(String mounts) {
    return Pods.of("{name: envoy, volumeMounts: " + mounts + "}");
  }
}
