package io.ebbgate.system.switchover;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.webhook.status.FakeKubelet;
import io.ebbgate.webhook.tls.TestCluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A gateway of real Envoys with real sidecars in an API server, a database that moves, and clients
 * that write.
 */
final class SwitchoverWorld implements AutoCloseable {
  private static final String[] MOVING = {
    "sh", "-c", "touch \"$0/go\"; until [ -e \"$0/done\" ]; do sleep 0.02; done"
  };

  private final Path folder;
  private final TestCluster cluster;
  private final FakeKubelet node;
  private final MovingDatabase database;
  private final List<RunningGateway> gateways = new CopyOnWriteArrayList<>();
  private final List<WritingClient> clients = new ArrayList<>();
  private int made;
  private boolean closes = true;
  private Optional<MovableClock> clock = Optional.empty();

  private SwitchoverWorld(
      Path folder, TestCluster cluster, FakeKubelet node, MovingDatabase database) {
    this.folder = folder;
    this.cluster = cluster;
    this.node = node;
    this.database = database;
  }

  /** A cluster without a pod. */
  static SwitchoverWorld start(Path folder) throws Exception {
    TestCluster cluster = TestCluster.start(Files.createDirectory(folder.resolve("api")));
    FakeKubelet node =
        FakeKubelet.start(cluster.admin(), Files.createDirectory(folder.resolve("node")));
    return new SwitchoverWorld(folder, cluster, node, MovingDatabase.start());
  }

  TestCluster cluster() {
    return cluster;
  }

  MovingDatabase database() {
    return database;
  }

  FakeKubelet node() {
    return node;
  }

  List<RunningGateway> gateways() {
    return gateways;
  }

  List<WritingClient> clients() {
    return clients;
  }

  /** Whether its sidecars ask for the right to close connections. */
  void closing(boolean now) {
    closes = now;
  }

  /** Gives what is started from now on a clock that can be moved; empty for the machine's. */
  void clock(Optional<MovableClock> other) {
    clock = other;
  }

  /** Moves that clock so far from the right time. */
  void moveClock(Duration offset) {
    var _ = clock.orElseThrow().at(offset);
  }

  private Map<String, String> environment() {
    return clock.map(MovableClock::environment).orElse(Map.of());
  }

  /** Adds a pod whose route points to that cluster. */
  RunningGateway add(String to) throws IOException, InterruptedException {
    made++;
    String name = "edge-" + made;
    RunningGateway gateway =
        RunningGateway.start(
            name,
            Files.createDirectory(folder.resolve(name)),
            node,
            database,
            to,
            closes,
            environment());
    gateways.add(gateway);
    return gateway;
  }

  /** Whether the kernel lets its sidecars close connections. */
  boolean mayClose() throws IOException, InterruptedException {
    return gateways
        .getFirst()
        .sidecar()
        .metrics()
        .contains(MetricNames.SELECTIVE_CLOSE_AVAILABLE + " 1.0");
  }

  /** Clients that write from now on, each through any pod. */
  void writers(int many) {
    for (int i = 0; i < many; i++) {
      clients.add(WritingClient.start("client" + made + "-" + i, this::anyPort));
    }
  }

  private int anyPort() {
    List<RunningGateway> now = List.copyOf(gateways);
    try {
      return now.isEmpty() ? 1 : now.get(ThreadLocalRandom.current().nextInt(now.size())).port();
    } catch (UncheckedIOException | IllegalArgumentException ended) {
      return 1;
    }
  }

  /** Stops the clients, and all pods. */
  void clear() throws IOException, InterruptedException {
    for (WritingClient client : clients) {
      client.close();
    }
    clients.clear();
    for (RunningGateway gateway : gateways) {
      gateway.hang(false);
      gateway.close();
      node.remove(gateway.name());
    }
    gateways.clear();
    database.demote();
    Files.deleteIfExists(folder.resolve("go"));
    Files.deleteIfExists(folder.resolve("done"));
  }

  /** Runs the command on the gateway's listener. */
  SwitchoverProcess run(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("deploy/edge", "--listener=db"));
    all.addAll(List.of(words));
    return SwitchoverProcess.start(folder, cluster.kubeconfig(folder), all, environment());
  }

  /** The words of a command that begins to move the database and ends when it has. */
  List<String> moving() {
    List<String> words = new ArrayList<>(List.of("--"));
    words.addAll(List.of(MOVING));
    words.add(folder.toString());
    return words;
  }

  /** The same with options before it. */
  SwitchoverProcess runMoving(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(moving());
    return run(words.toArray(String[]::new));
  }

  /** Whether that command runs. */
  boolean isMoving() {
    return Files.exists(folder.resolve("go"));
  }

  /** Promotes the second server, and points every route to it. */
  void move() throws IOException {
    database.promote();
    for (RunningGateway gateway : gateways) {
      gateway.route(RunningGateway.NEW);
    }
  }

  /** Ends that command. */
  void moved() throws IOException {
    var _ = Files.writeString(folder.resolve("done"), "");
  }

  /** Whether a client of this pod is served for a while. */
  static boolean letsIn(RunningGateway gateway) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write("probe 0\n".getBytes(US_ASCII));
      InputStream answer = socket.getInputStream();
      if (answer.readNBytes(3).length < 3) {
        return false;
      }
      // Where a listener is kept closed, a connection lives for some ten milliseconds.
      socket.setSoTimeout(500);
      try {
        int _ = answer.read();
        return false;
      } catch (SocketTimeoutException alive) {
        return true;
      }
    } catch (IOException cut) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      clear();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      node.close();
      cluster.close();
      database.close();
    }
  }
}
