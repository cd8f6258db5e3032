package io.ebbgate.sidecar.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a response of Envoy, or are refused. */
class ResponseFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyResponse(byte[] bytes) {
    FuzzedAnswer.read(
        bytes,
        body -> {
          try (AdminResponse response = AdminResponse.read(body)) {
            assertThat(response.status()).isBetween(0, 999);
            assertThat(response.readAllBytes().length).isLessThan(bytes.length);
            return response;
          }
        });
  }
}
