package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;

/** Any query leads to a time from nothing to the longest timeout. */
class ReviewDeadlineFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsAnyQuery(byte[] bytes) {
    Duration time = ReviewDeadline.of(new String(bytes, UTF_8));

    assertThat(time).isBetween(Duration.ZERO, Duration.ofSeconds(30));
  }
}
