package io.ebbgate.tool.database;

import io.ebbgate.core.testkit.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Clients that write a sequence each and connect again at once when their connection ends, and
 * connections of pools that are idle. A client keeps its connection where the server only refuses a
 * row, as pools do.
 */
public final class DatabaseClients implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int DUPLICATE = 1062;

  private final Supplier<List<InetSocketAddress>> gateways;
  private final List<WriterRows> writers = new ArrayList<>();
  private final IdleConnections idle;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private volatile long since = Long.MAX_VALUE;
  private volatile long promoted = Long.MAX_VALUE;

  private DatabaseClients(Supplier<List<InetSocketAddress>> gateways) throws IOException {
    this.gateways = gateways;
    idle = IdleConnections.begin();
  }

  /**
   * Starts writers, which go on until they are closed.
   *
   * @param number of the first of them; rows have it
   */
  public static DatabaseClients start(
      Supplier<List<InetSocketAddress>> gateways, int number, int writers) throws IOException {
    DatabaseClients clients = new DatabaseClients(gateways);
    for (int i = 0; i < writers; i++) {
      WriterRows writer = new WriterRows(number + i);
      clients.writers.add(writer);
      clients.threads.add(Thread.ofVirtual().start(() -> clients.write(writer)));
    }
    return clients;
  }

  private InetSocketAddress any() {
    List<InetSocketAddress> now = gateways.get();
    return now.get(ThreadLocalRandom.current().nextInt(now.size()));
  }

  /** Opens idle connections, after those of before have ended or are closed. */
  public void pool(int connections) throws IOException {
    idle.clear();
    for (int i = 0; i < connections; i++) {
      InetSocketAddress gateway = any();
      idle.add(gateway, MySqlSession.open(gateway, "app", TIMEOUT).toChannel());
    }
  }

  private void write(WriterRows writer) {
    while (!stopped) {
      try (MySqlSession session = MySqlSession.open(any(), "app", TIMEOUT)) {
        while (!stopped) {
          insert(session, writer);
          Thread.sleep(20);
        }
      } catch (IOException ended) {
        writer.ended(System.nanoTime());
        pause();
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void insert(MySqlSession session, WriterRows writer) throws IOException {
    long sent = System.nanoTime();
    try {
      var _ =
          session.run(
              "INSERT INTO app.log VALUES (%d, %d)".formatted(writer.number(), writer.count()));
    } catch (MySqlSession.RefusedException refused) {
      // A row without an answer was written.
      if (refused.code() != DUPLICATE) {
        return;
      }
    }
    writer.acknowledged(sent, promoted, System.nanoTime());
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** From here on ends of connections are noted. */
  public void begin() {
    promoted = Long.MAX_VALUE;
    writers.forEach(WriterRows::begin);
    since = System.nanoTime();
  }

  /** From that moment on the first row of each client is noted. */
  public void promoted(long nanos) {
    promoted = nanos;
  }

  /** Whether every client has written since {@link #begin}. */
  public boolean allWrite() {
    return writers.stream().allMatch(writer -> writer.wrote() > since);
  }

  /** How long after the promotion each client wrote its first row; waits for all of them. */
  public List<Duration> awaitFirstRows(Duration limit) throws InterruptedException {
    Await.until(
        "all clients write", limit, () -> writers.stream().allMatch(writer -> writer.first() > 0));
    return writers.stream().map(writer -> Duration.ofNanos(writer.first() - promoted)).toList();
  }

  /** When the first connection of a writer ended. */
  public long firstEnd() {
    return writers.stream().mapToLong(WriterRows::end).filter(end -> end > 0).min().orElse(since);
  }

  /** The connections of pools. */
  public IdleConnections idle() {
    return idle;
  }

  /** Rows that clients know to be written and that this server does not have. */
  public long lost(MariaDbServer server) throws IOException {
    long lost = 0;
    try (MySqlSession session = server.admin()) {
      for (WriterRows writer : writers) {
        int rows = writer.count();
        lost +=
            rows
                - Long.parseLong(
                    session.value(
                        "SELECT COUNT(*) FROM app.log WHERE client = %d AND seq < %d"
                            .formatted(writer.number(), rows)));
      }
    }
    return lost;
  }

  /** Stops the writers and waits for them. */
  public void stop() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        var _ = thread.join(Duration.ofSeconds(15));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    idle.close();
  }
}
