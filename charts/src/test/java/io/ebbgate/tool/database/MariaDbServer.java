package io.ebbgate.tool.database;

import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.tool.node.Commands;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One real MariaDB, of Debian's packages that the build unpacked, as a process of this machine. */
public final class MariaDbServer implements AutoCloseable {
  private static final Path PACKAGES =
      Path.of(System.getProperty("ebbgate.root", "."), "target/mariadb").toAbsolutePath();
  private static final Path PROGRAM = PACKAGES.resolve("usr/sbin/mariadbd");
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final Duration CALL = Duration.ofSeconds(30);
  private static final String ROOT = "root";

  private final Process process;
  private final InetSocketAddress address;

  private MariaDbServer(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /** Why there is none here; empty where there is. */
  public static Optional<String> missing() {
    return Files.isExecutable(PROGRAM)
        ? Optional.empty()
        : Optional.of(PROGRAM + " is missing; .mvn/build/unpack-mariadb fetches it.");
  }

  private static Map<String, String> libraries() throws IOException {
    try (var folders = Files.list(PACKAGES.resolve("usr/lib"))) {
      return Map.of(
          "LD_LIBRARY_PATH",
          folders
              .filter(folder -> folder.toString().endsWith("-linux-gnu"))
              .map(Path::toString)
              .findFirst()
              .orElse(""));
    }
  }

  /**
   * Starts one with an empty database.
   *
   * @param id among those that replicate
   */
  public static MariaDbServer start(Path folder, InetSocketAddress address, int id)
      throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder).resolve("data");
    var install =
        List.of(
            PACKAGES.resolve("usr/bin/mariadb-install-db").toString(),
            "--no-defaults",
            "--basedir=" + PACKAGES.resolve("usr"),
            "--datadir=" + data,
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--user=root",
            "--force");
    ProcessBuilder first = new ProcessBuilder(install).redirectErrorStream(true);
    first.environment().putAll(libraries());
    Process installing = first.redirectOutput(folder.resolve("install.log").toFile()).start();
    if (installing.waitFor() != 0) {
      throw new IOException("no database: " + Files.readString(folder.resolve("install.log")));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            PROGRAM.toString(),
            "--no-defaults",
            "--basedir=" + PACKAGES.resolve("usr"),
            "--lc-messages-dir=" + PACKAGES.resolve("usr/share/mysql"),
            "--plugin-dir=" + PACKAGES.resolve("usr/lib/mysql/plugin"),
            "--datadir=" + data,
            "--socket=" + folder.resolve("socket"),
            "--bind-address=" + address.getAddress().getHostAddress(),
            "--port=" + address.getPort(),
            "--server-id=" + id,
            "--log-bin=binlog",
            "--log-slave-updates",
            "--gtid-strict-mode",
            "--skip-name-resolve",
            "--innodb-flush-log-at-trx-commit=2",
            "--max-connections=4000",
            "--back-log=2000",
            "--user=root");
    builder.environment().putAll(libraries());
    MariaDbServer server =
        new MariaDbServer(
            ChildProcesses.adopt(
                builder
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start()),
            address);
    server.prepare(folder);
    return server;
  }

  /** Its user root may log in from this machine alone, so the socket makes the others. */
  private void prepare(Path folder) throws IOException, InterruptedException {
    long began = System.nanoTime();
    String users =
        "SET SESSION sql_log_bin=0; CREATE USER admin; GRANT ALL ON *.* TO admin WITH GRANT OPTION;"
            + " CREATE USER app; GRANT SELECT, INSERT ON app.* TO app; CREATE USER repl; GRANT"
            + " REPLICATION SLAVE ON *.* TO repl; CREATE DATABASE app; CREATE TABLE app.log (client"
            + " INT, seq INT, PRIMARY KEY (client, seq)) ENGINE=InnoDB";
    while (true) {
      try {
        String libraries = libraries().get("LD_LIBRARY_PATH");
        var _ =
            Commands.run(
                List.of(
                    "env",
                    "LD_LIBRARY_PATH=" + libraries,
                    PACKAGES.resolve("usr/bin/mariadb").toString(),
                    "--no-defaults",
                    "--socket=" + folder.resolve("socket"),
                    "--user=" + ROOT,
                    "--execute=" + users));
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() - began > START.toNanos()) {
          throw new IOException(
              "MariaDB does not start: " + Files.readString(folder.resolve("log")), notYet);
        }
        Thread.sleep(200);
      }
    }
  }

  public InetSocketAddress address() {
    return address;
  }

  /** A session that may do everything. */
  public MySqlSession admin() throws IOException {
    return MySqlSession.open(address, "admin", CALL);
  }

  /** Runs statements, one after the other. */
  public void run(String... statements) throws IOException {
    try (MySqlSession session = admin()) {
      for (String statement : statements) {
        var _ = session.run(statement);
      }
    }
  }

  /** Sends it a signal, such as {@code STOP}. */
  public void signal(String name) throws IOException, InterruptedException {
    var _ = Commands.run(List.of("kill", "-" + name, Long.toString(process.pid())));
  }

  /** Whether it lets nothing through: neither what is sent to it nor what it sends. */
  public void cutOff(boolean now) throws IOException, InterruptedException {
    String change = now ? "-I" : "-D";
    String port = Integer.toString(address.getPort());
    var _ =
        Commands.run(
            List.of("iptables", change, "INPUT", "-p", "tcp", "--dport", port, "-j", "DROP"));
    var _ =
        Commands.run(
            List.of("iptables", change, "OUTPUT", "-p", "tcp", "--sport", port, "-j", "DROP"));
  }

  @Override
  public void close() {
    ChildProcesses.stop(process, STOP);
  }
}
