package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.contract.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarEnvCheckTest {
  private static Patch patch(String pod, Injection injection) {
    return Injections.patch(Pods.of(pod), injection);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{spec: {containers: [{name: envoy}]}}",
        "{spec: {terminationGracePeriodSeconds: 100000, containers: [{name: envoy}]}}",
        "{spec: {containers: [{name: envoy, readinessProbe:"
            + " {periodSeconds: 100000, tcpSocket: {port: 8080}}}]}}",
        "{spec: {containers: [{name: envoy, livenessProbe:"
            + " {terminationGracePeriodSeconds: 90000, tcpSocket: {port: 8080}}}]}}"
      })
  void tellsNothingThatTheSidecarWouldRefuse(String pod) {
    for (String longest : new String[] {"60s", "24h"}) {
      Injection injection =
          Injections.mode(Mode.AGENT)
              .with(Setting.DRAIN_TIMEOUT, longest)
              .with(Setting.STOP_ORDER, "a:1,b:2")
              .make();

      Patch patch = patch(pod, injection);

      assertThat(Injections.problem(Pods.of(pod), patch, injection)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EBBGATE_GRACE_PERIOD, 86404",
    "EBBGATE_RESTART_GRACE, -1s",
    "EBBGATE_DRAIN_TIMEOUT, 25h",
    "EBBGATE_PROBES, 8080@100000s",
    "EBBGATE_PROBES, http@10s",
    "EBBGATE_IGNORE_PORTS, 70000",
    "EBBGATE_MIN_DRAIN, five"
  })
  void seesWhatTheSidecarWouldRefuse(String name, String value) {
    ObjectNode pod = patch(Pods.PLAIN, Injections.agent()).patched().deepCopy();
    pod.withArray("/spec/initContainers/0/env").addObject().put("name", name).put("value", value);

    assertThat(SidecarEnvCheck.problem(pod))
        .hasValueSatisfying(sentence ->
            assertThat(sentence)
                .startsWith("the sidecar would not start: " + name + " is \"" + value + "\"")
                .doesNotEndWith("."));
  }

  @Test
  void findsNothingWhereThereIsNoSidecar() {
    assertThat(SidecarEnvCheck.problem(Pods.plain())).isEmpty();
  }
}
