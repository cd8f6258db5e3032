package io.ebbgate.sidecar.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JsonLogTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z"));

  @Test
  void writesOneObjectALine() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonLog log = new JsonLog(out, CLOCK);
    log.start();
    log.info("first", LogKeys.PATH, 3, LogKeys.GRACE, Duration.ofSeconds(8));
    log.warn("second\nline", LogKeys.CAUSE, "a \"quoted\" thing");
    log.flush(Duration.ofSeconds(5));

    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "{\"time\":\"2026-11-21T08:00:00Z\",\"level\":\"INFO\",\"message\":\"first\","
                + "\"path\":3,\"graceSeconds\":8.000}",
            "{\"time\":\"2026-11-21T08:00:00Z\",\"level\":\"WARN\",\"message\":\"second\\nline\","
                + "\"cause\":\"a \\\"quoted\\\" thing\"}");
  }

  @Test
  @Timeout(30)
  void losesTheOldestLinesRatherThanWaitForAReader() throws Exception {
    PipedInputStream unread = new PipedInputStream();
    JsonLog log = new JsonLog(new PipedOutputStream(unread), CLOCK);
    log.start();
    for (int i = 0; i < 1000; i++) {
      log.info("line " + i);
    }
    assertThat(log.dropped()).isBetween(700L, 1000L);

    BufferedReader reader = new BufferedReader(new InputStreamReader(unread, UTF_8));
    assertThat(reader.lines().anyMatch(line -> line.contains("line 999"))).isTrue();
  }
}
