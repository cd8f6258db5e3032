package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any body is a deadline, or is refused. */
class DeadlineFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyDeadline(byte[] bytes) {
    String body = new String(bytes, ISO_8859_1);
    HookPort.seconds(body).ifPresent(seconds -> assertThat(seconds).isBetween(0, 99_999));
  }
}
