package io.ebbgate.sidecar.envoy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ebbgate.core.context.ListenerVersion;
import java.util.Map;

/** Any body is a dump of listeners, or is refused. */
class ListenerDumpFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyDump(byte[] body) {
    FuzzedAnswer.read(
        body,
        bytes ->
            FuzzedAnswer.checked(
                ListenerDump.read(bytes, Map.of()).stream()
                    .map(ListenerVersion::listener)
                    .toList()));
  }
}
