package io.ebbgate.tool.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A primary and a replica by GTIDs, which change places. */
public final class MariaDbPair implements AutoCloseable {
  /** A GTID position of one domain. */
  private static final Pattern POSITION = Pattern.compile("\\d+-\\d+-\\d+");

  private final List<MariaDbServer> servers;
  private int primary;
  private boolean semiSync;

  private MariaDbPair(List<MariaDbServer> servers) {
    this.servers = servers;
  }

  /** Starts both on this address; the first is the primary. */
  public static MariaDbPair start(Path folder, InetAddress address, int port)
      throws IOException, InterruptedException {
    MariaDbServer first =
        MariaDbServer.start(folder.resolve("db-0"), new InetSocketAddress(address, port), 1);
    try {
      MariaDbServer second =
          MariaDbServer.start(folder.resolve("db-1"), new InetSocketAddress(address, port + 1), 2);
      MariaDbPair pair = new MariaDbPair(List.of(first, second));
      follow(second, first);
      return pair;
    } catch (IOException | InterruptedException | RuntimeException e) {
      first.close();
      throw e;
    }
  }

  private static void follow(MariaDbServer replica, MariaDbServer source) throws IOException {
    replica.run(
        "SET GLOBAL read_only=1",
        "CHANGE MASTER TO master_host='%s', master_port=%d, master_user='repl', master_use_gtid=current_pos"
            .formatted(source.address().getAddress().getHostAddress(), source.address().getPort()),
        "START SLAVE");
  }

  /** Acknowledges a write only when the replica has it, or no longer. */
  public void semiSync(boolean on) throws IOException {
    semiSync = on;
    apply();
  }

  /** A replica that is told to wait for replicas of its own would wait for ever. */
  private void apply() throws IOException {
    int on = semiSync ? 1 : 0;
    replica()
        .run(
            "STOP SLAVE",
            "SET GLOBAL rpl_semi_sync_master_enabled=0",
            "SET GLOBAL rpl_semi_sync_slave_enabled=" + on,
            "START SLAVE");
    primary()
        .run(
            "SET GLOBAL rpl_semi_sync_slave_enabled=0",
            "SET GLOBAL rpl_semi_sync_master_enabled=" + on);
  }

  public List<MariaDbServer> servers() {
    return servers;
  }

  public int primaryIndex() {
    return primary;
  }

  public MariaDbServer primary() {
    return servers.get(primary);
  }

  public MariaDbServer replica() {
    return servers.get(1 - primary);
  }

  /**
   * Makes the replica the primary, as an operator does: no more writes at the old one, all that it
   * took at the new one, then writes there. Returns when that was, in nanoseconds. The old one is
   * to {@link #rejoin} then.
   */
  public long promote() throws IOException {
    MariaDbServer old = primary();
    MariaDbServer next = replica();
    try (MySqlSession before = old.admin();
        MySqlSession after = next.admin()) {
      var _ = before.run("SET GLOBAL read_only=1");
      String position = before.value("SELECT @@gtid_binlog_pos");
      if (!after.value("SELECT MASTER_GTID_WAIT('%s', 20)".formatted(position)).equals("0")) {
        throw new IOException("The replica does not have " + position + " after 20 s.");
      }
      var _ = after.run("STOP SLAVE");
      var _ = after.run("RESET SLAVE ALL");
      var _ = after.run("SET GLOBAL read_only=0");
    }
    primary = 1 - primary;
    return System.nanoTime();
  }

  /**
   * Makes the replica the primary though the old one does not answer: with all that it has
   * received. Returns when that was, in nanoseconds.
   */
  public long failOver() throws IOException {
    try (MySqlSession after = replica().admin()) {
      var _ = after.run("STOP SLAVE IO_THREAD");
      String received =
          after.run("SHOW SLAVE STATUS").getFirst().stream()
              .filter(value -> POSITION.matcher(value).matches())
              .findFirst()
              .orElseThrow(() -> new IOException("The replica has received nothing."));
      if (!after.value("SELECT MASTER_GTID_WAIT('%s', 20)".formatted(received)).equals("0")) {
        throw new IOException("The replica has not applied " + received + " after 20 s.");
      }
      var _ = after.run("STOP SLAVE");
      var _ = after.run("RESET SLAVE ALL");
      var _ = after.run("SET GLOBAL read_only=0");
    }
    primary = 1 - primary;
    return System.nanoTime();
  }

  /** Makes the old primary the replica. */
  public void rejoin() throws IOException {
    follow(replica(), primary());
    apply();
  }

  @Override
  public void close() {
    servers.reversed().forEach(MariaDbServer::close);
  }
}
