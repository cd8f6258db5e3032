package io.ebbgate.sidecar.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

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
  void losesTheOldestLinesRatherThanWaitForAReader() {
    CountDownLatch reading = new CountDownLatch(1);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    JsonLog log = new JsonLog(pipe(reading, read), CLOCK);
    log.start();
    for (int i = 0; i < 1000; i++) {
      log.info("line " + i);
    }
    assertThat(log.dropped()).isBetween(700L, 1000L);
    reading.countDown();
    log.flush(Duration.ofSeconds(5));

    assertThat(read.toString(UTF_8)).contains("line 999");
  }

  private static OutputStream pipe(CountDownLatch reading, OutputStream into) {
    return new OutputStream() {
      @Override
      public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
          reading.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        into.write(bytes, offset, length);
      }
    };
  }
}
