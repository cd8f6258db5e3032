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
import io.ebbgate.tool.node.NodeName;
import io.ebbgate.webhook.load.Kind;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
  private static final int WRITERS = SwitchoverTrial.WRITERS;
  private static final int IDLE = SwitchoverTrial.IDLE;
  private static final int PORT = 3306;
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
      for (JsonNode way : record.path("ways")) {
        assertThat(way.path("firstEndToFirstWriteMillis").asLong(-1)).as("%s", way).isPositive();
      }
      for (JsonNode way : List.of(record.at("/ways/0"), record.at("/ways/2"))) {
        assertThat(way.path("p99Millis").asLong()).as("%s", way).isLessThanOrEqualTo(1_000);
        assertThat(way.path("idleClosed").asLong()).as("%s", way).isEqualTo(IDLE);
      }
    } finally {
      testbed.webhook().upgrade("");
    }
  }

  /** A gateway whose listener of the database comes from that control plane. */
  static Scenario scenario(DatabaseRoute route, Scenario.Act act) {
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

  /** By Ebbgate, by the database, and by Ebbgate once more with semi-synchronous replication. */
  private void switchovers(Gateway gateway, MariaDbPair pair, DatabaseRoute route, Path folder)
      throws IOException, InterruptedException {
    List<String> pods = SwitchoverTrial.addresses(gateway);
    List<InetSocketAddress> sockets = SwitchoverTrial.sockets(pods, DatabaseRoute.PORT);
    route.awaitApplied(pods);
    SwitchoverTrial.awaitReady(gateway, DatabaseRoute.LISTENER, folder);
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

  private void add(String name, ObjectNode way) {
    record.withArray("ways").addObject().put("way", name).setAll(way);
  }

  private void byEbbgate(
      String name,
      DatabaseClients clients,
      Gateway gateway,
      MariaDbPair pair,
      DatabaseRoute route,
      Path folder)
      throws IOException, InterruptedException {
    String target = "cluster=" + DatabaseRoute.cluster(1 - pair.primaryIndex());
    SwitchoverTrial.prepare(clients);
    add(
        name,
        new SwitchoverTrial(gateway, folder, DatabaseRoute.LISTENER, target)
            .run(clients, () -> promoted(clients, pair, route)));
    pair.rejoin();
  }

  private static long promoted(DatabaseClients clients, MariaDbPair pair, DatabaseRoute route)
      throws IOException {
    long promoted = pair.promote();
    clients.promoted(promoted);
    route.move(pair.primaryIndex());
    return promoted;
  }

  /** All connections of its user, where every Envoy has the route. */
  private void byTheDatabase(
      DatabaseClients clients, List<String> pods, MariaDbPair pair, DatabaseRoute route)
      throws IOException, InterruptedException {
    SwitchoverTrial.prepare(clients);
    long promoted = promoted(clients, pair, route);
    route.awaitApplied(pods);
    pair.replica().run("KILL USER app");
    add("KILL USER on the database", SwitchoverTrial.measured(clients, promoted));
    pair.rejoin();
  }

  private void restart(Gateway gateway, MariaDbPair pair, DatabaseRoute route)
      throws IOException, InterruptedException {
    List<InetSocketAddress> sockets = new CopyOnWriteArrayList<>(ready(gateway));
    route.awaitApplied(SwitchoverTrial.addresses(gateway));
    Thread follows =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  Thread.sleep(200);
                  List<InetSocketAddress> now = ready(gateway);
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
      SwitchoverTrial.prepare(clients);
      long promoted = promoted(clients, pair, route);
      gateway.restart();
      ObjectNode way = SwitchoverTrial.measured(clients, promoted);
      clients.stop();
      add("restart of the gateway", way.put("lost", clients.lost(pair.primary())));
    } finally {
      follows.interrupt();
    }
  }

  private static List<InetSocketAddress> ready(Gateway gateway) {
    return SwitchoverTrial.sockets(SwitchoverTrial.addresses(gateway), DatabaseRoute.PORT);
  }
}
