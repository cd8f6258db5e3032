package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Paths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreStopHookTest {
  @ParameterizedTest
  @CsvSource({"false, ''", "true, 'host: 127.0.0.1,'"})
  void callsANumberedPortAndNamesLoopbackOnTheNodesNetworkOnly(boolean onHost, String host) {
    assertThat(PreStopHook.get(Paths.DRAIN, "t", onHost))
        .isEqualTo(
            Pods.of(
                """
                httpGet: {%s path: /v1/drain, port: 15980, scheme: HTTP,
                  httpHeaders: [{name: X-Ebbgate-Token, value: t}]}
                """
                    .formatted(host)));
  }

  @Test
  void sleepsWithOneHandlerOnly() {
    assertThat(PreStopHook.sleep(15)).isEqualTo(Pods.of("{sleep: {seconds: 15}}"));
  }
}
