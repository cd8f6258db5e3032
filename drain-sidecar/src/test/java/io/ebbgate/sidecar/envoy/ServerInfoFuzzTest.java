package io.ebbgate.sidecar.envoy;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any body is a server info, or is refused. */
class ServerInfoFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyServerInfo(byte[] body) {
    FuzzedAnswer.read(body, ServerInfo::read);
  }
}
