package io.ebbgate.sidecar.envoy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;

/** Any body is a dump of listeners, or is refused. */
class ListenerDumpFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyDump(byte[] body) {
    FuzzedAnswer.read(body, bytes -> FuzzedAnswer.checked(ListenerDump.read(bytes, Map.of())));
  }
}
