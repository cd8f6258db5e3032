package io.ebbgate.sidecar.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  static Stream<Throwable> ofOneLine() {
    return Stream.of(
        new IOException("scripted"),
        new OutOfMemoryError("scripted"),
        new StackOverflowError("scripted"),
        new IllegalStateException("scripted"));
  }

  @ParameterizedTest
  @MethodSource("ofOneLine")
  void writesTheLinesAfterOneThatFailed(Throwable failure) {
    FailingOnce out = new FailingOnce(failure);
    JsonLog log = new JsonLog(out, CLOCK);
    log.start();
    log.info("first");
    log.info("second");
    log.flush(Duration.ofSeconds(5));

    assertThat(out.toString(UTF_8)).contains("second").doesNotContain("first");
    assertThat(log.dropped()).isEqualTo(1);
  }

  private static final class FailingOnce extends ByteArrayOutputStream {
    private @Nullable Throwable failure;

    FailingOnce(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      Throwable once = failure;
      failure = null;
      switch (once) {
        case IOException checked -> throw checked;
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case null, default -> super.write(bytes);
      }
    }
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
