package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.trace.Tracing;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Clients that never finish a large body: the memory is shared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyLargeBodiesIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int ALMOST = (int) BodyReceiver.LIMIT - 1;

  private final BodyMemory room = new BodyMemory(BodyReceiver.LIMIT);
  private RunningServer running;

  @BeforeAll
  void startsWithRoomForOne(@TempDir Path folder) throws Exception {
    RequestTimeouts patient = new RequestTimeouts(LONG, LONG, LONG, LONG);
    running = RunningServer.start(folder, patient, room, RunningServer.reviewer(), Tracing.OFF);
  }

  @AfterAll
  void stops() throws Exception {
    running.stop();
  }

  @Test
  void answersOrdinaryReviewsWhileASecondLargeBodyIsTurnedAway() throws Exception {
    try (RawConnection first = running.connect();
        RawConnection second = running.connect()) {
      sendAlmost(first);
      awaitReceived();
      sendAlmost(second);
      second.send("x");

      assertThat(second.readToEnd())
          .startsWith("HTTP/1.1 503 ")
          .contains(RejectReason.NO_ROOM.sentence());
      assertThat(running.post(Reviews.gateway().toString().getBytes(UTF_8)).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void hasRoomAgainWhenALargeBodyIsAnsweredOrItsSenderGone() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (RawConnection gone = running.connect()) {
        sendAlmost(gone);
      }
      awaitRoom();
    }
  }

  /** What was sent is received a moment later. */
  private void awaitReceived() throws Exception {
    for (int i = 0; i < 2000 && room.left() > BodyMemory.FREE + 1; i++) {
      Thread.sleep(10);
    }
    assertThat(room.left()).isEqualTo(BodyMemory.FREE + 1);
  }

  /** The server sees that a client has gone a moment after it went. */
  private void awaitRoom() throws Exception {
    String head = "";
    for (int i = 0; i < 100 && !head.contains(" 400 "); i++) {
      try (RawConnection again = running.connect()) {
        sendAlmost(again);
        again.send("x");
        head = again.readHead();
      }
    }
    assertThat(head).startsWith("HTTP/1.1 400 ");
  }

  private static void sendAlmost(RawConnection connection) throws Exception {
    connection.send(
        "POST /mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
            + (ALMOST + 1)
            + "\r\n\r\n");
    connection.send("x".repeat(ALMOST));
  }
}
