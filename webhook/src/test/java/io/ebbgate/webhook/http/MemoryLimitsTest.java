package io.ebbgate.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.JavaArguments;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients can make the webhook keep at once fits the memory that its image gives the JVM. */
class MemoryLimitsTest {
  private static final long MEBIBYTE = 1 << 20;

  /** Live after 10 000 reviews, with 1 000 pods observed. */
  private static final long OWN = 23 * MEBIBYTE;

  /** A pod that limits the webhook to two processors. */
  private static final int THREADS = 4;

  /**
   * A review's tree and the copy that its patch is checked on, at most, for each token: a field of
   * one character has 80 bytes, and an entry of 24 in the copy, which shares names and values.
   */
  private static final int TREES_OF_A_TOKEN = 104;

  /** The same for each byte: <code>{},</code> is two objects in each tree, without content. */
  private static final int TREES_OF_A_BYTE = 58;

  /** The most of a record; TLS buffers one until it is complete. */
  private static final long RECORD = (16 << 10) + 256;

  private static final ConnectionTable.Limits CONNECTIONS = AdmissionServer.LIMITS;

  private static long sum(Map<String, Long> parts) {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void keepsBodiesAndTreesWithinTheHeap() throws Exception {
    Map<String, Long> parts =
        Map.of(
            "own",
            OWN,
            "first part of each connection's body",
            (long) CONNECTIONS.total() * BodyMemory.FREE,
            "rest of bodies",
            BodyMemory.SIZE,
            "the large review's texts",
            BodyReceiver.LIMIT,
            "the large review's trees",
            (long) ReviewSize.MOST_TOKENS * TREES_OF_A_TOKEN,
            "the other reviews' trees",
            (long) THREADS * ReviewWorkers.LARGE * TREES_OF_A_BYTE);

    assertThat(sum(parts))
        .describedAs("%s", parts)
        .isLessThanOrEqualTo(JavaArguments.of("webhook").bytes("-Xmx"));
  }

  @Test
  void keepsRecordsOfAllConnectionsWithinTheDirectMemory() throws Exception {
    long records = CONNECTIONS.total() * RECORD;

    assertThat(CONNECTIONS.handshakes()).isLessThan(CONNECTIONS.total());
    assertThat(records)
        .isLessThanOrEqualTo(JavaArguments.of("webhook").bytes("-XX:MaxDirectMemorySize="));
  }
}
