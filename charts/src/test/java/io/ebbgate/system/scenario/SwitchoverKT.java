package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.database.DatabaseClients;
import io.ebbgate.tool.database.DatabaseRoute;
import io.ebbgate.tool.database.MariaDbPair;
import io.ebbgate.tool.database.MariaDbServer;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.tool.load.Kind;
import io.ebbgate.tool.node.NodeName;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;

/**
 * A real MariaDB changes its primary behind a gateway, and its clients follow: by {@code ebbgate
 * switchover}, by killing connections at the database, and by restarting the gateway. The result is
 * in {@code target/cluster/switchover.json}.
 */
@Tag("long")
@Tag("switchover")
class SwitchoverKT {
  private static final int WRITERS = 200;
  private static final int IDLE = 1_000;
  private static final int PORT = 3306;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode record = JSON.createObjectNode();

  @ClusterTest
  void clientsFollowWithinASecondAndOthersAreLeftAlone(Testbed testbed) throws Exception {
    MariaDbServer.missing().ifPresent(why -> Assumptions.assumeTrue(false, why));
    var _ = testbed.kubeconfig();
    Path folder = Files.createTempDirectory(testbed.folder(), "switchover");
    InetAddress here = InetAddress.ofLiteral(NodeName.A.address());
    record.put("writers", WRITERS).put("idle", IDLE);
    testbed.webhook().upgrade("selectiveClose: true");
    try (MariaDbPair pair = MariaDbPair.start(folder, here, PORT);
        DatabaseRoute route =
            DatabaseRoute.start(
                here, pair.servers().stream().map(MariaDbServer::address).toList())) {
      ScenarioResult others =
          testbed.run(
              "switchover",
              scenario(route, gateway -> switchovers(gateway, pair, route, folder))
                  .under(LoadProfile.everything().of(Kind.KEEP_ALIVE, Kind.TCP).at(100)));
      record.putObject("others").put("requests", others.tally().requests());
      record.withObject("/others").put("failed", others.tally().failed());
      record.withObject("/others").put("severed", others.tally().severed());
      var _ =
          testbed.run(
              "switchover by restart",
              scenario(route, gateway -> restart(gateway, pair, route))
                  .annotated(Setting.DRAIN_TIMEOUT.annotation(), "10s")
                  .under(LoadProfile.none()));
      TestEnvironment.of(testbed.version(), 0).write(record.putObject("environment"));
      Files.writeString(
          testbed.folder().resolve("switchover.json"), JSON.writeValueAsString(record) + "\n");
      System.out.println(record);

      assertThat(others).lostNothing();
      for (JsonNode way : record.path("ways")) {
        assertThat(way.path("lost").asLong(-1)).as("%s", way).isZero();
      }
      for (JsonNode way : List.of(record.at("/ways/0"), record.at("/ways/2"))) {
        assertThat(way.path("p99Millis").asLong()).as("%s", way).isLessThanOrEqualTo(1_000);
        assertThat(way.path("idleClosed").asLong()).as("%s", way).isEqualTo(IDLE);
      }
    } finally {
      testbed.webhook().upgrade("");
    }
  }

  private static Scenario scenario(DatabaseRoute route, Scenario.Act act) {
    return Scenario.of(act)
        .changed(pod -> configure(pod, route))
        .annotated(Annotations.SELECTIVE_CLOSE, "true")
        .inNamespaceLabelled(Labels.POD_SECURITY, "privileged");
  }

  /** Envoy merges this into its file. */
  private static void configure(PodTemplateSpec pod, DatabaseRoute route) {
    List<String> args = pod.getSpec().getContainers().getFirst().getArgs();
    List<String> more = new ArrayList<>(args);
    more.addAll(List.of("--config-yaml", route.bootstrap()));
    pod.getSpec().getContainers().getFirst().setArgs(more);
  }

  private static List<String> addresses(Gateway gateway) {
    return gateway
        .pods()
        .staying()
        .filter(Readiness::isPodReady)
        .map(pod -> pod.getStatus().getPodIP())
        .toList();
  }

  private static List<InetSocketAddress> sockets(List<String> addresses) {
    return addresses.stream()
        .map(address -> new InetSocketAddress(InetAddress.ofLiteral(address), DatabaseRoute.PORT))
        .toList();
  }

  /** By Ebbgate, by the database, and by Ebbgate once more with semi-synchronous replication. */
  private void switchovers(Gateway gateway, MariaDbPair pair, DatabaseRoute route, Path folder)
      throws IOException, InterruptedException {
    List<String> pods = addresses(gateway);
    List<InetSocketAddress> sockets = sockets(pods);
    route.awaitApplied(pods);
    // A sidecar reads Envoy's listeners every few seconds.
    Await.until("the sidecars know the listener", LIMIT, () -> isReady(gateway, folder));
    try (DatabaseClients clients = DatabaseClients.start(() -> sockets, 0, WRITERS)) {
      byEbbgate("ebbgate switchover", clients, gateway, pair, route, folder);
      byTheDatabase(clients, pods, pair, route);
      pair.semiSync(true);
      byEbbgate("ebbgate switchover, semi-sync", clients, gateway, pair, route, folder);
      pair.semiSync(false);
      clients.stop();
      long lost = clients.lost(pair.primary());
      record.path("ways").forEach(way -> ((ObjectNode) way).put("lost", lost));
    }
  }

  private static void prepare(DatabaseClients clients) throws IOException, InterruptedException {
    clients.pool(IDLE);
    clients.begin();
    Await.until("all write", LIMIT, clients::allWrite);
    clients.begin();
  }

  /** Whether a dry run finds nothing that it would stumble over. */
  private static boolean isReady(Gateway gateway, Path folder) {
    List<String> words = new ArrayList<>(gateway.command("switchover"));
    words.addAll(
        List.of("--listener=" + DatabaseRoute.LISTENER, "--dry-run", "-o", "json", "--", "true"));
    try {
      Path out = folder.resolve("dry-run");
      Process process =
          new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(out.toFile()).start();
      return process.waitFor() == 0 && Files.readString(out).contains("\"selective close\"");
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void byEbbgate(
      String name,
      DatabaseClients clients,
      Gateway gateway,
      MariaDbPair pair,
      DatabaseRoute route,
      Path folder)
      throws IOException, InterruptedException {
    prepare(clients);
    int next = 1 - pair.primaryIndex();
    Path begun = folder.resolve("begun");
    Path moved = folder.resolve("moved");
    Files.deleteIfExists(begun);
    Files.deleteIfExists(moved);
    List<String> words = new ArrayList<>(gateway.command("switchover"));
    words.addAll(
        List.of(
            "--listener=" + DatabaseRoute.LISTENER,
            "--until-route=cluster=" + DatabaseRoute.cluster(next),
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
    long promoted = pair.promote();
    clients.promoted(promoted);
    route.move(pair.primaryIndex());
    var _ = Files.writeString(moved, "");
    ObjectNode way = measured(name, clients, promoted);
    pair.rejoin();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    System.out.println(Files.readString(progress));
    JsonNode result = JSON.readTree(out.toFile());
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("moved");
    way.put("keptOutMillis", result.path("keptOutMillis").asLong());
    long closed = 0;
    for (JsonNode pod : result.path("pods")) {
      closed += pod.path("there").asLong();
    }
    way.put("there", closed);
  }

  /** All connections of its user, where every Envoy has the route. */
  private void byTheDatabase(
      DatabaseClients clients, List<String> pods, MariaDbPair pair, DatabaseRoute route)
      throws IOException, InterruptedException {
    prepare(clients);
    long promoted = pair.promote();
    clients.promoted(promoted);
    route.move(pair.primaryIndex());
    route.awaitApplied(pods);
    pair.replica().run("KILL USER app");
    var _ = measured("KILL USER on the database", clients, promoted);
    pair.rejoin();
  }

  private void restart(Gateway gateway, MariaDbPair pair, DatabaseRoute route)
      throws IOException, InterruptedException {
    List<InetSocketAddress> sockets = new CopyOnWriteArrayList<>(sockets(addresses(gateway)));
    route.awaitApplied(addresses(gateway));
    Thread follows =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  Thread.sleep(200);
                  List<InetSocketAddress> now = sockets(addresses(gateway));
                  if (!now.isEmpty()) {
                    sockets.addAll(0, now);
                    sockets.subList(now.size(), sockets.size()).clear();
                  }
                }
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    try (DatabaseClients clients =
        DatabaseClients.start(() -> List.copyOf(sockets), WRITERS, WRITERS)) {
      prepare(clients);
      long promoted = pair.promote();
      clients.promoted(promoted);
      route.move(pair.primaryIndex());
      gateway.restart();
      ObjectNode way = measured("restart of the gateway", clients, promoted);
      clients.stop();
      way.put("lost", clients.lost(pair.primary()));
    } finally {
      follows.interrupt();
    }
  }

  private ObjectNode measured(String name, DatabaseClients clients, long promoted)
      throws InterruptedException {
    List<Long> millis =
        clients.awaitFirstRows(LIMIT).stream().map(Duration::toMillis).sorted().toList();
    ObjectNode way = record.withArray("ways").addObject().put("way", name);
    way.put("p50Millis", millis.get(millis.size() / 2));
    way.put("p99Millis", millis.get((millis.size() * 99 + 99) / 100 - 1));
    way.put("maxMillis", millis.getLast());
    way.put(
        "firstEndToFirstWriteMillis",
        Duration.ofNanos(promoted - clients.firstEnd()).toMillis() + millis.getFirst());
    way.put("idleClosed", clients.idleEnded());
    way.put("idleSpanMillis", clients.idleSpan().toMillis());
    return way;
  }
}
