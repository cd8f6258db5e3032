package io.ebbgate.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchLifetimeTest {
  @ParameterizedTest
  @CsvSource({
    "?watch=true, ?watch=true&timeoutSeconds=35",
    "?timeoutSeconds=600&watch=true, ?watch=true&timeoutSeconds=35",
    "?labelSelector=a%3Db&timeoutSeconds=600&watch=true,"
        + " ?labelSelector=a%3Db&watch=true&timeoutSeconds=35"
  })
  void asksTheServerForAnEarlierEnd(String given, String asked) {
    assertThat(WatchLifetime.limited(URI.create("https://api:6443/api/v1/pods" + given)))
        .isEqualTo(URI.create("https://api:6443/api/v1/pods" + asked));
  }

  /** The server's end that did not come, and the answer to the next watch. */
  @Test
  void endsWithinAMinute() {
    assertThat(WatchLifetime.SERVER.plus(WatchLifetime.DELAY.multipliedBy(2)))
        .isLessThan(Duration.ofMinutes(1));
  }
}
