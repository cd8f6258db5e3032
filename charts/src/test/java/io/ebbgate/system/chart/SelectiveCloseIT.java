package io.ebbgate.system.chart;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.KubeApi;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.InstalledCluster;
import io.ebbgate.tool.chart.RenderedChart;
import io.ebbgate.tool.chart.Replica;
import io.ebbgate.tool.demo.GatewayManifest;
import io.ebbgate.tool.demo.Images;
import io.ebbgate.tool.demo.PodAddresses;
import io.ebbgate.tool.kubelet.RunningPod;
import io.ebbgate.tool.load.Backend;
import io.ebbgate.tool.node.Commands;
import io.ebbgate.webhook.load.Balancer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pod that asks for forced closes, in namespaces of a real API server that enforces Pod Security:
 * what the installed webhook makes of it, and that a privileged one drains so.
 */
@Tag("cluster")
@Timeout(180)
class SelectiveCloseIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final int PORT = 10_080;
  private static final int CLIENTS = 12;
  private static final RenderedChart CHART =
      HelmChart.rendered(
          "{selectiveClose: true, sidecar: {image: {tag: dev}}, defaults: {minDrain: 1s,"
              + " quietPeriod: 500ms, drainTimeout: 8s, idleLinger: 30s, spread: 2s}}");

  @TempDir Path folder;

  @Test
  void isDroppedWhereTheNamespaceForbidsItAndClosesConnectionsWhereItIsAllowed() throws Exception {
    Images images =
        Images.of(
            Path.of(System.getProperty("ebbgate.root", ".")),
            System.getProperty("ebbgate.version", ""),
            folder.resolve("pods"));
    try (InstalledCluster cluster = InstalledCluster.start(folder);
        Balancer service = Balancer.open(InetAddress.ofLiteral("127.0.0.1"), Duration.ZERO);
        Backend backend = Backend.open(HERE)) {
      cluster.install(CHART, service.address().getPort());
      try (Replica replica = cluster.replica(CHART, "ebbgate-1", "127.0.5.1", Map.of())) {
        service.update(replica.name(), replica.awaitReady().admission(), Balancer.State.READY);
        ObjectNode asked = asked(backend.address().getPort());

        JsonNode dropped = injected(cluster, asked, "baseline");
        assertThat(sidecar(dropped).at("/securityContext/capabilities/add").isMissingNode())
            .isTrue();
        assertThat(sidecar(dropped).path("env").toString())
            .doesNotContain(Setting.FORCE_CLOSE.env());
        assertThat(warnings(cluster, asked, "baseline"))
            .contains(Annotations.SELECTIVE_CLOSE + " is refused", Labels.POD_SECURITY);

        JsonNode allowed = injected(cluster, asked, "privileged");
        assertThat(sidecar(allowed).at("/securityContext/capabilities/add").toString())
            .isEqualTo("[\"NET_ADMIN\"]");
        assertThat(sidecar(allowed).at("/securityContext/runAsUser").asInt(-1)).isZero();
        assertThat(warnings(cluster, asked, "privileged")).doesNotContain("is refused");
        InetAddress address = PodAddresses.free(1).getFirst();
        try (RunningPod running =
            RunningPod.start(
                allowed,
                images.place(address, "gateway"),
                System::nanoTime,
                new SplittableRandom(1))) {
          running.awaitReady(Duration.ofSeconds(60));
          awaitAvailable(address);
          assertClosesAll(running, address);
        }
      }
    }
  }

  private static ObjectNode asked(int backend) throws IOException {
    ObjectNode pod = GatewayManifest.read().pod(backend);
    pod.withObject("/metadata/annotations")
        .put(Annotations.SELECTIVE_CLOSE, "true")
        .put(Setting.FORCE_CLOSE.annotation(), "all");
    return pod;
  }

  /** The pod as the API server would store it; it hears of a registration a moment later. */
  private static JsonNode injected(InstalledCluster cluster, ObjectNode pod, String level)
      throws Exception {
    cluster.namespace(level, level);
    ObjectNode there = in(pod, level);
    HasMetadata[] made = new HasMetadata[1];
    Await.until(
        "injected",
        () -> {
          made[0] = cluster.admin().resource(there.toString()).dryRun().create();
          return made[0].getMetadata().getLabels().containsKey(Labels.INJECTED);
        });
    return JSON.readTree(cluster.admin().getKubernetesSerialization().asJson(made[0]));
  }

  private static ObjectNode in(ObjectNode pod, String namespace) {
    ObjectNode there = pod.deepCopy();
    there.withObject("/metadata").put("namespace", namespace);
    return there;
  }

  /** What kubectl prints of a pod that is created. */
  private String warnings(InstalledCluster cluster, ObjectNode pod, String namespace)
      throws Exception {
    Path file = Files.writeString(folder.resolve("pod.json"), in(pod, namespace).toString());
    return Commands.run(
        List.of(
            KubeApi.program("kubectl"),
            "--kubeconfig=" + cluster.kubeconfig(KubeApi.ADMIN),
            "create",
            "--dry-run=server",
            "--output=name",
            "--filename=" + file));
  }

  private static JsonNode sidecar(JsonNode pod) {
    for (JsonNode container : pod.at("/spec/initContainers")) {
      if (container.path("name").asText().equals(Containers.SIDECAR)) {
        return container;
      }
    }
    throw new AssertionError("no sidecar in " + pod);
  }

  /** The sidecar has tried it, and may be started after the gateway is ready. */
  private static void awaitAvailable(InetAddress pod) throws Exception {
    URI metrics =
        URI.create("http://%s:%d%s".formatted(pod.getHostAddress(), Ports.HOOK, Paths.METRICS));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest scrape = HttpRequest.newBuilder(metrics).build();
      Await.until(
          "forced closes are available",
          Duration.ofSeconds(60),
          () -> {
            try {
              return client
                  .send(scrape, HttpResponse.BodyHandlers.ofString())
                  .body()
                  .contains(MetricNames.FORCE_CLOSE_AVAILABLE + " 1.0");
            } catch (IOException _) {
              return false;
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }

  /** Idle clients are cut one after the other, and the verdict counts each. */
  private static void assertClosesAll(RunningPod pod, InetAddress address) throws Exception {
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(idle(address));
      }
      var ended = pod.delete();
      List<Boolean> reset = new ArrayList<>();
      List<Long> at = new ArrayList<>();
      for (Socket client : clients) {
        reset.add(isReset(client));
        at.add(System.nanoTime());
      }
      var _ = ended.get(60, TimeUnit.SECONDS);

      JsonNode verdict = JSON.readTree(pod.terminationMessage(Containers.SIDECAR));
      assertThat(verdict.path(VerdictFields.CLOSED_BY_FORCE).path(VerdictFields.HTTP).asInt())
          .as("%s", verdict)
          .isEqualTo(CLIENTS);
      assertThat(reset).doesNotContain(false);
      assertThat(Duration.ofNanos(at.getLast() - at.getFirst()))
          .isGreaterThan(Duration.ofMillis(500));
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private static Socket idle(InetAddress address) throws IOException {
    Socket socket = new Socket(address, PORT);
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: gateway\r\n\r\n".getBytes(US_ASCII));
    assertThat(socket.getInputStream().read()).isEqualTo('H');
    return socket;
  }

  private static boolean isReset(Socket socket) throws IOException {
    try {
      var _ = socket.getInputStream().readAllBytes();
      return false;
    } catch (SocketException _) {
      return true;
    }
  }
}
