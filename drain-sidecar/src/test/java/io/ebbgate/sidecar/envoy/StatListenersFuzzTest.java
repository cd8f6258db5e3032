package io.ebbgate.sidecar.envoy;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any body has statistics of listeners, or is refused. */
class StatListenersFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyStatisticsOfListeners(byte[] body) {
    FuzzedAnswer.read(body, bytes -> FuzzedAnswer.checked(StatListeners.read(bytes)));
  }
}
