package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Many clients that never finish a large body: the memory is everybody's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyLargeBodiesIT {
  private static final int ALMOST = (int) BodyIntake.LIMIT - 1;

  private RunningServer running;

  @BeforeAll
  void starts(@TempDir Path folder) throws Exception {
    running = RunningServer.start(folder);
  }

  @AfterAll
  void stops() throws Exception {
    running.stop();
  }

  @Test
  void answersOrdinaryReviewsWhileLargeBodiesAreHeldBack() throws Exception {
    List<RawConnection> held = new ArrayList<>();
    try {
      long room = Math.max(2 * BodyIntake.LIMIT, Runtime.getRuntime().maxMemory() / 16);
      for (long sent = 0; sent < room + BodyIntake.LIMIT; sent += ALMOST) {
        held.add(unfinished());
      }

      assertThat(running.post(Reviews.gateway().toString().getBytes(UTF_8)).statusCode())
          .isEqualTo(200);
      assertThat(refusals(held)).isPositive();
    } finally {
      for (RawConnection connection : held) {
        connection.close();
      }
    }
  }

  private RawConnection unfinished() throws Exception {
    RawConnection connection = running.connect();
    connection.send(
        "POST /mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
            + (ALMOST + 1)
            + "\r\n\r\n");
    connection.send("x".repeat(ALMOST));
    return connection;
  }

  private long refusals(List<RawConnection> held) throws Exception {
    long refused = 0;
    for (RawConnection connection : held) {
      connection.send("x");
      refused += connection.readHead().contains(" 503 ") ? 1 : 0;
    }
    return refused;
  }
}
