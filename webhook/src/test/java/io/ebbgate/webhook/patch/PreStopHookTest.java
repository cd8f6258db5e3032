package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Paths;
import org.junit.jupiter.api.Test;

class PreStopHookTest {
  @Test
  void callsThePodByItsNumberedPortAndNamesNoHost() {
    assertThat(PreStopHook.get(Paths.DRAIN, "t", false))
        .isEqualTo(
            Pods.of(
                """
                httpGet:
                  path: /v1/drain
                  port: 15980
                  scheme: HTTP
                  httpHeaders: [{name: X-Ebbgate-Token, value: t}]
                """));
  }

  @Test
  void namesLoopbackOnTheNodesNetwork() {
    assertThat(PreStopHook.get(Paths.TERMINATING, "t", true))
        .isEqualTo(
            Pods.of(
                """
                httpGet:
                  host: 127.0.0.1
                  path: /v1/terminating
                  port: 15980
                  scheme: HTTP
                  httpHeaders: [{name: X-Ebbgate-Token, value: t}]
                """));
  }

  @Test
  void sleepsWithOneHandlerOnly() {
    assertThat(PreStopHook.sleep(15)).isEqualTo(Pods.of("{sleep: {seconds: 15}}"));
  }
}
