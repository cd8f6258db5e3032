package io.ebbgate.sidecar.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ebbgate.core.drain.EnvoyVersion;

/** Any text is a value of an answer, or none. */
class AnswerTextFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyTextOfAnAnswer(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    JsonDuration.parse(text).ifPresent(duration -> assertThat(duration.isNegative()).isFalse());
    EnvoyVersion.parse(text).ifPresent(version -> assertThat(version.minor()).isBetween(0, 9999));
    assertThat(Ipv6Text.canonical(text)).isNotNull();
  }
}
