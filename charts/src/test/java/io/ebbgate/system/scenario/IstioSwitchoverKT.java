package io.ebbgate.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.database.DatabaseClients;
import io.ebbgate.tool.database.MariaDbPair;
import io.ebbgate.tool.database.MariaDbServer;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.tool.node.NodeName;
import io.ebbgate.tool.product.Istio;
import io.ebbgate.tool.product.ProductGateway;
import io.ebbgate.tool.product.Way;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;

/**
 * The same behind a gateway that Istio's control plane makes and configures: a {@code TCPRoute}
 * moves from one Service to another. The result is in {@code target/cluster/switchover-istio.json}.
 */
@Tag("products")
@Tag("long")
class IstioSwitchoverKT {
  private static final int PORT = 3326;

  /** Of the Gateway's TCP listener; Istio names Envoy's after it. */
  private static final int LISTENER = 9_000;

  private static final String NAMESPACE = "jsonpath={.metadata.namespace}";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode record = JSON.createObjectNode();

  @ClusterTest
  void clientsFollowARouteThatIstioMoves(Testbed testbed) throws Exception {
    MariaDbServer.missing().ifPresent(why -> Assumptions.assumeTrue(false, why));
    var _ = testbed.kubeconfig();
    Path folder = Files.createTempDirectory(testbed.folder(), "istio-switchover");
    new Istio().install(testbed);
    testbed.webhook().upgrade("selectiveClose: true");
    try (MariaDbPair pair =
        MariaDbPair.start(folder, InetAddress.ofLiteral(NodeName.A.address()), PORT)) {
      var _ =
          testbed.run(
              "switchover of Istio's gateway",
              Scenario.of(
                      new ProductGateway(new Istio(), Way.EBBGATE),
                      gateway -> switchover(gateway, pair, folder))
                  .inNamespaceLabelled(Labels.POD_SECURITY, "privileged")
                  .under(LoadProfile.none()));
      TestEnvironment.of(testbed.version(), 0).write(record.putObject("environment"));
      Files.writeString(
          testbed.folder().resolve("switchover-istio.json"),
          JSON.writeValueAsString(record) + "\n");
      System.out.println(record);

      assertThat(record.path("lost").asLong(-1)).isZero();
      assertThat(record.path("idleClosed").asLong()).isEqualTo(SwitchoverTrial.IDLE);
      assertThat(record.path("p99Millis").asLong()).isLessThanOrEqualTo(1_000);
    } finally {
      testbed.webhook().upgrade("");
    }
  }

  private void switchover(Gateway gateway, MariaDbPair pair, Path folder)
      throws IOException, InterruptedException {
    String namespace = gateway.kubectl("get", "gateway", "gateway", "-o", NAMESPACE).strip();
    for (int server = 0; server < 2; server++) {
      Path file =
          Files.writeString(folder.resolve(name(server) + ".yaml"), service(namespace, server));
      var _ = gateway.kubectl("apply", "-f", file.toString());
    }
    var _ = route(gateway, 0);
    var _ =
        gateway.kubectl(
            "patch",
            "gateway",
            "gateway",
            "--type=merge",
            "-p",
            "{\"spec\":{\"infrastructure\":{\"annotations\":{\"%s\":\"true\"}}}}"
                .formatted(Annotations.SELECTIVE_CLOSE));
    String listener = "0.0.0.0_" + LISTENER;
    SwitchoverTrial.awaitReady(gateway, listener, folder);
    gateway.awaitRolledOut();
    gateway.pods().awaitReady(2);
    List<InetSocketAddress> sockets =
        SwitchoverTrial.sockets(SwitchoverTrial.addresses(gateway), LISTENER);
    String target = "cluster=outbound|3306||%s.%s.svc.cluster.local".formatted(name(1), namespace);
    try (DatabaseClients clients =
        DatabaseClients.start(() -> sockets, 0, SwitchoverTrial.WRITERS)) {
      SwitchoverTrial.prepare(clients);
      ObjectNode way =
          new SwitchoverTrial(gateway, folder, listener, target)
              .run(
                  clients,
                  () -> {
                    long promoted = pair.promote();
                    clients.promoted(promoted);
                    var _ = route(gateway, 1);
                    return promoted;
                  });
      clients.stop();
      record.put("istio", new Istio().title()).put("writers", SwitchoverTrial.WRITERS);
      record.put("idle", SwitchoverTrial.IDLE);
      record.setAll(way);
      record.put("lost", clients.lost(pair.primary()));
    }
  }

  private static String name(int server) {
    return "mariadb-" + server;
  }

  /** Points the listener's route to that server. */
  private static String route(Gateway gateway, int server)
      throws IOException, InterruptedException {
    return gateway.kubectl(
        "patch",
        "tcproute",
        "tcp",
        "--type=merge",
        "-p",
        "{\"spec\":{\"rules\":[{\"backendRefs\":[{\"name\":\"%s\",\"port\":3306}]}]}}"
            .formatted(name(server)));
  }

  /** A Service of a server outside the cluster. */
  private static String service(String namespace, int server) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %1$s, namespace: %2$s}
    spec: {ports: [{name: tcp-mysql, port: 3306}]}
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: %1$s-0
      namespace: %2$s
      labels: {kubernetes.io/service-name: %1$s}
    addressType: IPv4
    endpoints: [{addresses: [%3$s], conditions: {ready: true}}]
    ports: [{name: tcp-mysql, port: %4$d, protocol: TCP}]
    """
        .formatted(name(server), namespace, NodeName.A.address(), PORT + server);
  }
}
