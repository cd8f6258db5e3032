package io.ebbgate.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.database.DatabaseClients;
import io.ebbgate.tool.database.DatabaseRoute;
import io.ebbgate.tool.database.MariaDbPair;
import io.ebbgate.tool.database.MariaDbServer;
import io.ebbgate.tool.database.MySqlSession;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.tool.node.NodeName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;

/**
 * The old primary hangs, is cut off or is killed, and the replica takes over: the same command has
 * the same result, but for what the database itself lost. Replication is semi-synchronous, so that
 * this is nothing. The result is in {@code target/cluster/switchover-outages.json}.
 */
@Tag("long")
@Tag("switchover")
class SwitchoverOutageKT {
  private static final int PORT = 3316;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** What becomes of the old primary. */
  enum Outage {
    HUNG,
    CUT_OFF,
    KILLED
  }

  private final ObjectNode record = JSON.createObjectNode();
  private final ArrayNode ways = record.putArray("ways");
  private final AtomicInteger writers = new AtomicInteger();

  @ClusterTest
  void clientsFollowThoughTheOldPrimaryIsGone(Testbed testbed) throws Exception {
    MariaDbServer.missing().ifPresent(why -> Assumptions.assumeTrue(false, why));
    var _ = testbed.kubeconfig();
    Path folder = Files.createTempDirectory(testbed.folder(), "outages");
    InetAddress here = InetAddress.ofLiteral(NodeName.A.address());
    testbed.webhook().upgrade("selectiveClose: true");
    try (DatabaseRoute route =
        DatabaseRoute.start(
            here,
            List.of(new InetSocketAddress(here, PORT), new InetSocketAddress(here, PORT + 1)))) {
      var _ =
          testbed.run(
              "switchover in outages",
              SwitchoverKT.scenario(
                      route,
                      gateway -> {
                        for (Outage outage : Outage.values()) {
                          outage(gateway, outage, route, folder);
                        }
                      })
                  .under(LoadProfile.none()));
      TestEnvironment.of(testbed.version(), 0).write(record.putObject("environment"));
      Files.writeString(
          testbed.folder().resolve("switchover-outages.json"),
          JSON.writeValueAsString(record) + "\n");
      System.out.println(record);

      assertThat(ways).hasSize(Outage.values().length);
      for (JsonNode way : ways) {
        assertThat(way.path("lost").asLong(-1)).as("%s", way).isZero();
        assertThat(way.path("p99Millis").asLong()).as("%s", way).isLessThanOrEqualTo(1_000);
      }
    } finally {
      testbed.webhook().upgrade("");
    }
  }

  private void outage(Gateway gateway, Outage outage, DatabaseRoute route, Path folder)
      throws IOException, InterruptedException {
    List<String> pods = SwitchoverTrial.addresses(gateway);
    List<InetSocketAddress> sockets = SwitchoverTrial.sockets(pods, DatabaseRoute.PORT);
    Path own = Files.createDirectory(folder.resolve(outage.name().toLowerCase(Locale.ROOT)));
    InetAddress here = InetAddress.ofLiteral(NodeName.A.address());
    route.move(0);
    route.awaitApplied(pods);
    SwitchoverTrial.awaitReady(gateway, DatabaseRoute.LISTENER, own);
    String target = "cluster=" + DatabaseRoute.cluster(1);
    try (MariaDbPair pair = MariaDbPair.start(own, here, PORT)) {
      pair.semiSync(true);
      MariaDbServer old = pair.primary();
      int first = writers.getAndAdd(SwitchoverTrial.WRITERS);
      try (DatabaseClients clients =
          DatabaseClients.start(() -> sockets, first, SwitchoverTrial.WRITERS)) {
        SwitchoverTrial.prepare(clients);
        strike(outage, old);
        ObjectNode way =
            new SwitchoverTrial(gateway, own, DatabaseRoute.LISTENER, target)
                .run(
                    clients,
                    () -> {
                      long promoted = pair.failOver();
                      clients.promoted(promoted);
                      route.move(1);
                      return promoted;
                    });
        clients.stop();
        way.put("lost", clients.lost(pair.primary()));
        ways.addObject().put("way", outage.name().toLowerCase(Locale.ROOT)).setAll(way);
      } finally {
        recover(outage, old);
      }
      if (outage != Outage.KILLED) {
        // They were led away from it, and stay away.
        Await.until(
            "what comes back has no clients", SwitchoverTrial.LIMIT, () -> clients(old) == 0);
      }
    }
  }

  private static void strike(Outage outage, MariaDbServer old)
      throws IOException, InterruptedException {
    switch (outage) {
      case HUNG -> old.signal("STOP");
      case CUT_OFF -> old.cutOff(true);
      case KILLED -> old.signal("KILL");
    }
  }

  private static void recover(Outage outage, MariaDbServer old)
      throws IOException, InterruptedException {
    switch (outage) {
      case HUNG -> old.signal("CONT");
      case CUT_OFF -> old.cutOff(false);
      case KILLED -> {}
    }
  }

  private static long clients(MariaDbServer server) {
    try (MySqlSession session = server.admin()) {
      return Long.parseLong(
          session.value("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER='app'"));
    } catch (IOException notYet) {
      return Long.MAX_VALUE;
    }
  }
}
