package io.ebbgate.tool.wso2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RuntimeLogTest {
  static final String LOG =
      """
      1764412800.000001 python-executor started
      [2026-11-29 10:40:00.000][7][warning] a line of Envoy's
      1764412810.500000 runtime terminating
      1764412810.600000 router drains: HTTP/1.1 200 OK
      1764412825.700000 router stopping
      1764412825.800000 router stopped
      1764412825.800100 policy-engine stopping
      1764412825.900000 policy-engine answered 14 messages, has 0 streams on 0 connections
      1764412826.000000 policy-engine stopped
      1764412826.000100 python-executor stopping
      1764412826.100000 python-executor stopped
      1764412826.100100 runtime terminated
      """;

  @Test
  void readsWhenEachPartEnded() {
    RuntimeLog log = RuntimeLog.parse(LOG);

    assertThat(log.endedInOrder()).isTrue();
    assertThat(log.at("runtime terminating"))
        .contains(Instant.ofEpochSecond(1_764_412_810, 500_000_000));
    assertThat(log.drained()).isEqualTo(Duration.ofMillis(15_200));
    assertThat(log.stopped()).isEqualTo(Duration.ofNanos(400_100_000));
    assertThat(log.engine())
        .contains("policy-engine answered 14 messages, has 0 streams on 0 connections");
  }

  @Test
  void isNotInOrderWhereTheExecutorEndedBeforeTheRouter() {
    String early =
        LOG.replace("1764412826.000100 python-executor", "1764412825.700001 python-executor");

    assertThat(RuntimeLog.parse(early).endedInOrder()).isFalse();
  }

  @Test
  void isNotInOrderWhereAnEndIsMissing() {
    assertThat(RuntimeLog.parse(LOG.replace("policy-engine stopped", "")).endedInOrder()).isFalse();
  }
}
