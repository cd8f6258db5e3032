package io.ebbgate.webhook.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import io.ebbgate.core.config.HostPort;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.Kubeconfig;
import io.ebbgate.webhook.cluster.RefusedException;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.status.FakeApiServer;
import io.ebbgate.webhook.status.FakeApiServer.Change;
import io.ebbgate.webhook.status.PodSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that changes while the user is asked, and what is looked at beside the target. */
@Timeout(60)
class GatewayChangesIT {
  private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/shop/deployments/edge";
  private static final String SERVICES = "/api/v1/namespaces/shop/services";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir Path folder;
  @AutoClose private FakeApiServer api;
  private HttpServer gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    gateway.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
    gateway.start();
    api = FakeApiServer.start();
    api.put(DEPLOYMENT, deployment(1, 2));
    api.put(SERVICES, "{\"items\":[]}");
    api.setPods(ready("a"), ready("b"));
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
  }

  private static String deployment(int observed, int updated) {
    return """
    {"metadata":{"generation":1},
     "spec":{"replicas":2,"selector":{"matchLabels":{"app":"edge"}},
      "template":{"metadata":{"labels":{"app":"edge"}}}},
     "status":{"observedGeneration":%d,"updatedReplicas":%d}}
    """
        .formatted(observed, updated);
  }

  private static Pod ready(String name) {
    return new PodBuilder(FakeApiServer.serving(name))
        .editStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  private LoadOptions load(boolean tls, Optional<String> host) {
    Duration session = Duration.ofSeconds(1);
    return new LoadOptions(Set.of(Kind.NEW_CONNECTION), 50, 1, session, Map.of(), tls, host);
  }

  private TestEnd test(Predicate<String> agreed) throws Exception {
    return test(load(false, Optional.empty()), agreed);
  }

  private TestEnd test(LoadOptions load, Predicate<String> agreed) throws Exception {
    int port = gateway.getAddress().getPort();
    TestOptions options =
        new TestOptions(
            new TargetChoice.Address(new HostPort("127.0.0.1", port)),
            load,
            RolloutMethod.DELETE_ALL,
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            false);
    TestConsole console =
        new TestConsole(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, agreed);
    try (Cluster cluster =
        new Kubeconfig(Optional.of(api.kubeconfig(folder)), Optional.empty()).open()) {
      return new GatewayTest(
              cluster,
              "shop",
              new PodSelector.Workload("Deployment", "edge"),
              options,
              console,
              InstantSource.system(),
              System::nanoTime)
          .run((_, _) -> Optional.empty());
    }
  }

  @Test
  void deletesThePodsThatAreThereAfterTheUserHasAgreed() throws Exception {
    TestEnd end =
        test(_ -> {
          api.setPods(ready("b"), ready("c"));
          return true;
        });

    assertThat(end).as("%s", err).isEqualTo(TestEnd.NOT_FINISHED);
    assertThat(api.changes())
        .extracting(Change::method, Change::path)
        .containsExactly(
            tuple("DELETE", "/api/v1/namespaces/shop/pods/b"),
            tuple("DELETE", "/api/v1/namespaces/shop/pods/c"));
    assertThat(api.changes()).map(Change::body).allMatch(body -> body.contains("\"uid\""));
  }

  @Test
  void touchesNoPodWhereAnotherRolloutHasBegunMeanwhile() throws Exception {
    TestEnd end =
        test(_ -> {
          api.put(DEPLOYMENT, deployment(1, 1));
          return true;
        });

    assertThat(end).as("%s", err).isEqualTo(TestEnd.NOT_READY);
    assertThat(api.changes()).isEmpty();
  }

  @Test
  void looksAtTheGatewaysServicesForProductionWhereAnAddressIsTheTarget() throws Exception {
    api.put(
        SERVICES,
        """
        {"items":[{"metadata":{"name":"edge"},
         "spec":{"selector":{"app":"edge"},"clusterIP":"10.0.0.7","ports":[{"port":80},{"port":81}]},
         "status":{"loadBalancer":{"ingress":[{"ip":"8.8.8.8"}]}}}]}
        """);

    assertThat(test(_ -> true)).as("%s", out).isEqualTo(TestEnd.NOT_AGREED);
    assertThat(out.toString(UTF_8)).contains("8.8.8.8:80");
  }

  @Test
  void refusesAHostThatTlsCannotName() {
    assertThatThrownBy(() -> test(load(true, Optional.of("my_gw:443")), _ -> true))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("my_gw:443");
    assertThat(out.size()).isZero();
  }
}
