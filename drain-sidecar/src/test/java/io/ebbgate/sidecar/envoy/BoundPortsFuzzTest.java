package io.ebbgate.sidecar.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;

/** Any body has the ports that listeners are bound to, or is refused. */
class BoundPortsFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyBoundPorts(byte[] body) {
    FuzzedAnswer.read(
        body,
        bytes -> {
          Map<String, List<Integer>> ports = ListenerDump.boundPorts(bytes);
          assertThat(ports.values())
              .allSatisfy(each -> assertThat(each).allMatch(FuzzedAnswer::isPort));
          return ports;
        });
  }
}
