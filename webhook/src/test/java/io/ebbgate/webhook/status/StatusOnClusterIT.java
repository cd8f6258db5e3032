package io.ebbgate.webhook.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.observer.Observer;
import io.ebbgate.webhook.observer.ObserverContext;
import io.ebbgate.webhook.status.PodRow.State;
import io.ebbgate.webhook.tls.TestCluster;
import io.ebbgate.webhook.trace.Tracing;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Port-forwards through a real API server to a fake kubelet. */
@Tag("cluster")
@Timeout(180)
class StatusOnClusterIT {
  private final List<HttpServer> controls = new ArrayList<>();
  private final List<String> hosts = new ArrayList<>();

  @TempDir Path folder;
  private TestCluster cluster;
  private FakeKubelet node;

  @BeforeEach
  void start() throws Exception {
    cluster = TestCluster.start(Files.createDirectory(folder.resolve("api")));
    node = FakeKubelet.start(cluster.admin(), Files.createDirectory(folder.resolve("node")));
  }

  @AfterEach
  void stop() {
    controls.forEach(control -> control.stop(0));
    node.close();
    cluster.close();
  }

  @Test
  void isReadThroughTheApiServer() throws Exception {
    gateway("edge-1", TestSnapshot.status("waiting", true, "forced", "14", "3", 19));
    gateway("edge-2", "{\"phase\":\"serving\"}");
    node.serve("edge-3");
    node.delete("edge-1");

    try (StatusQuery query = query(admin(), "edge")) {
      List<PodRow> rows = query.run().rows();

      assertThat(rows)
          .extracting(row -> row.pod().name(), PodRow::state, PodRow::terminating, PodRow::phase)
          .containsExactly(
              tuple("edge-1", State.DRAINING, true, "waiting"),
              tuple("edge-2", State.SERVING, false, "serving"),
              tuple("edge-3", State.UNKNOWN, false, "no answer"));
      assertThat(rows.getFirst().connections()).isEqualTo(Count.of(14));
      assertThat(hosts).as("the control port takes no other host").allMatch("127.0.0.1"::equals);
    }
  }

  @Test
  void showsTheVerdictThatTheObserverPublished() throws Exception {
    gateway("edge-1", "{\"phase\":\"serving\"}");
    try (Observer _ =
            Observer.start(
                new ObserverContext(
                    cluster.webhook().client(),
                    "webhook-1",
                    new SimpleMeterRegistry(),
                    Tracing.OFF,
                    () -> true,
                    InstantSource.system()));
        StatusQuery query = query(admin(), "deploy/edge")) {
      leave("edge-1", TestSnapshot.status("", false, "lingered", "2", "0", 6.7));
      Await.until("a verdict", () -> !gone(query).isEmpty());

      PodRow row = gone(query).getFirst();
      assertThat(row.pod().name()).isEqualTo("edge-1");
      assertThat(row.verdict()).contains(Outcome.LINGERED);
      assertThat(row.connections()).isEqualTo(Count.of(2));
    }
  }

  /** The webhook's own service account may list pods only. */
  @Test
  void needsThePermissionToForwardPorts() throws Exception {
    gateway("edge-1", "{\"phase\":\"serving\"}");

    try (StatusQuery query = query(cluster.webhook(), "edge")) {
      assertThatThrownBy(query::run)
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("get and create pods/portforward in namespace shop");
    }
  }

  private Cluster admin() {
    return new Cluster(cluster.admin(), "", "");
  }

  private static StatusQuery query(Cluster at, String workload) {
    return new StatusQuery(
        at,
        new PodSelector(Optional.of(FakeKubelet.NAMESPACE), PodSelector.parseWorkload(workload)),
        InstantSource.system(),
        System::nanoTime);
  }

  private static List<PodRow> gone(StatusQuery query) {
    try {
      return query.run().deletedRows();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void gateway(String name, String status) throws IOException {
    HttpServer control =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    control.createContext(
        Paths.STATUS,
        exchange -> {
          hosts.add(exchange.getRequestHeaders().getFirst("Host").replaceAll(":\\d+$", ""));
          byte[] text = status.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Connection", "close");
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    control.start();
    controls.add(control);
    node.forwardTo(name, control.getAddress().getPort());
    node.serve(name);
  }

  private void leave(String name, String message) {
    var pod = cluster.admin().pods().inNamespace(FakeKubelet.NAMESPACE).withName(name);
    node.delete(name);
    var _ =
        pod.editStatus(before ->
            new PodBuilder(before)
                .editStatus()
                .editFirstContainerStatus()
                .withNewState()
                .withNewTerminated()
                .withExitCode(0)
                .withMessage(message)
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build());
    var _ = pod.withGracePeriod(0).delete();
  }
}
