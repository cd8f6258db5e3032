package io.ebbgate.webhook.observer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any termination message is a verdict or none, and a verdict is written as the same. */
class VerdictJsonFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrIgnoresAnyMessage(byte[] bytes) {
    VerdictJson.read(new String(bytes, UTF_8))
        .ifPresent(verdict ->
            assertThat(VerdictJson.write(verdict).length())
                .isLessThanOrEqualTo(VerdictJson.MAX_LENGTH));
  }
}
