package io.ebbgate.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.database.DatabaseClients;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One switchover of a gateway's listener under writing clients and idle ones, by {@code ebbgate
 * switchover} as a process of its own.
 *
 * @param target of the option {@code --until-route}
 */
record SwitchoverTrial(Gateway gateway, Path folder, String listener, String target) {
  static final int WRITERS = 200;
  static final int IDLE = 1_000;
  static final Duration LIMIT = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Moves the database and the route; when the new primary took writes, in nanoseconds. */
  interface Move {
    long promoted() throws IOException, InterruptedException;
  }

  /** The addresses of a gateway's pods that are ready. */
  static List<String> addresses(Gateway gateway) {
    return gateway
        .pods()
        .staying()
        .filter(Readiness::isPodReady)
        .map(pod -> pod.getStatus().getPodIP())
        .toList();
  }

  static List<InetSocketAddress> sockets(List<String> addresses, int port) {
    return addresses.stream()
        .map(address -> new InetSocketAddress(InetAddress.ofLiteral(address), port))
        .toList();
  }

  /** Opens the idle connections, and waits until every client writes. */
  static void prepare(DatabaseClients clients) throws IOException, InterruptedException {
    clients.pool(IDLE);
    clients.begin();
    Await.until("all write", LIMIT, clients::allWrite);
    clients.begin();
  }

  /** Waits until a dry run finds nothing that the command would stumble over. */
  static void awaitReady(Gateway gateway, String listener, Path folder)
      throws InterruptedException {
    // A sidecar reads Envoy's listeners every few seconds.
    Await.until("the sidecars know the listener", LIMIT, () -> isReady(gateway, listener, folder));
  }

  private static boolean isReady(Gateway gateway, String listener, Path folder) {
    List<String> words = new ArrayList<>(gateway.command("switchover"));
    words.addAll(List.of("--listener=" + listener, "--dry-run", "-o", "json", "--", "true"));
    try {
      Path out = folder.resolve("dry-run");
      Process process =
          new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(out.toFile()).start();
      return process.waitFor() == 0 && Files.readString(out).contains("\"selective close\"");
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Runs it, with a command that ends when the move is done; what was measured. */
  ObjectNode run(DatabaseClients clients, Move move) throws IOException, InterruptedException {
    Path begun = folder.resolve("begun");
    Path moved = folder.resolve("moved");
    Files.deleteIfExists(begun);
    Files.deleteIfExists(moved);
    List<String> words = new ArrayList<>(gateway.command("switchover"));
    words.addAll(
        List.of(
            "--listener=" + listener,
            "--until-route=" + target,
            "--wait-quiet=100ms",
            "--force",
            "--deadline=30s",
            "-o",
            "json",
            "--",
            "sh",
            "-c",
            "touch \"$0\"; until [ -e \"$1\" ]; do sleep 0.01; done",
            begun.toString(),
            moved.toString()));
    Path out = folder.resolve("out");
    Path progress = folder.resolve("progress");
    Process process =
        ChildProcesses.adopt(
            new ProcessBuilder(words)
                .redirectOutput(out.toFile())
                .redirectError(progress.toFile())
                .start());
    Await.until("the command runs", LIMIT, () -> Files.exists(begun) || !process.isAlive());
    long promoted = move.promoted();
    var _ = Files.writeString(moved, "");
    ObjectNode way = measured(clients, promoted);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    System.out.println(Files.readString(progress));
    JsonNode result = JSON.readTree(out.toFile());
    System.out.println(result);
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("moved");
    way.put("keptOutMillis", result.path("keptOutMillis").asLong());
    way.put(
        "there",
        result.path("pods").valueStream().mapToLong(pod -> pod.path("there").asLong()).sum());
    return way;
  }

  /** Waits until every client writes on the new primary. */
  static ObjectNode measured(DatabaseClients clients, long promoted) throws InterruptedException {
    List<Long> millis =
        clients.awaitFirstRows(LIMIT).stream().map(Duration::toMillis).sorted().toList();
    ObjectNode way = JSON.createObjectNode();
    way.put("p50Millis", millis.get(millis.size() / 2));
    way.put("p99Millis", millis.get((millis.size() * 99 + 99) / 100 - 1));
    way.put("maxMillis", millis.getLast());
    way.put(
        "firstEndToFirstWriteMillis",
        Duration.ofNanos(promoted - clients.firstEnd()).toMillis() + millis.getFirst());
    way.put("idleClosed", clients.idle().ended());
    way.put("idleSpanMillis", clients.idle().span().toMillis());
    way.put("idleSpanOfAPodMillis", clients.idle().longestSpanOfAGateway().toMillis());
    return way;
  }
}
