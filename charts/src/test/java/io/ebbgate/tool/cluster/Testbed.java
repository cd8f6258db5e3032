package io.ebbgate.tool.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.Folders;
import io.ebbgate.tool.load.LoadReport;
import io.ebbgate.tool.node.LocalCluster;
import io.ebbgate.webhook.load.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A cluster with Ebbgate and load clients; scenarios run on it one after the other. */
public final class Testbed implements AutoCloseable {
  private static final String PLAYS = "scenarios";

  /** How long load goes on after the act. */
  private static final Duration QUIET = Duration.ofSeconds(4);

  public interface Images {
    List<Path> into(Path folder) throws IOException, InterruptedException;
  }

  private final Path folder;
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final Cluster cluster;
  private final LoadPods clients;
  private final long began = System.nanoTime();
  private int scenarios;

  private Testbed(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    try {
      cluster = Cluster.open(folder);
      log("Kubernetes " + version());
      parts.add(cluster);
      parts.add(Installation.install(cluster));
      log("The chart is installed");
      clients = LoadPods.create(cluster);
      parts.add(clients);
      log("Clients and backend are ready");
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Sets it up in a folder, which loses the files of earlier scenarios. */
  static Testbed set(Path folder) throws IOException, InterruptedException {
    var _ = Folders.emptied(folder.resolve(PLAYS));
    return new Testbed(folder);
  }

  private void log(String what) {
    System.out.printf("%5.1f s  %s%n", (System.nanoTime() - began) / 1e9, what);
  }

  /**
   * Brings images that only some scenarios need. A cluster that is given has to have them, or to
   * pull them.
   *
   * @param images packs them into a folder
   */
  public void bring(Images images) throws IOException, InterruptedException {
    for (LocalCluster own : cluster.own()) {
      own.bring(images.into(folder.resolve("images")));
    }
  }

  public Cluster cluster() {
    return cluster;
  }

  public String version() {
    return cluster.client().getKubernetesVersion().getGitVersion();
  }

  /** The minor number of that version. */
  public int minor() {
    return Integer.parseInt(version().split("\\.", -1)[1]);
  }

  /**
   * For programs that have to reach pods, too; a test that needs it is skipped where the nodes are
   * not ours.
   */
  public Path kubeconfig() {
    Assumptions.assumeFalse(cluster.own().isEmpty(), "Reaching pods needs nodes of our own.");
    return cluster.kubeconfig();
  }

  /** Ebbgate's own Deployment. */
  public Webhook webhook() {
    return new Webhook(cluster);
  }

  /**
   * Creates gateways that stay pending; a test that needs them is skipped where the nodes are not
   * ours.
   */
  public PendingGateways pendingGateways(int pods) throws InterruptedException {
    Assumptions.assumeFalse(cluster.own().isEmpty(), "So many pods need a cluster of our own.");
    return PendingGateways.create(cluster.client(), pods);
  }

  /** The folder for logs and results. */
  public Path folder() {
    return folder;
  }

  /** The log of a container that ran when its pod was deleted. */
  public String log(ScenarioResult result, PodHistory pod, String container) throws IOException {
    return Files.readString(Diagnostics.log(scenarios(result.name()), pod.name(), container));
  }

  private Path scenarios(String name) {
    return folder.resolve(PLAYS).resolve(name.replace(' ', '-'));
  }

  public ScenarioResult run(String name, Scenario scenario)
      throws IOException, InterruptedException {
    scenarios++;
    String namespace = "gateway-" + scenarios;
    try (Diagnostics diagnostics = Diagnostics.into(cluster.client(), scenarios(name));
        RunningGateway running =
            scenario
                .source()
                .start(
                    new GatewaySite(
                        cluster, namespace, scenario, clients.backend(), diagnostics::follow))) {
      String pods = running.gateway().namespace();
      warmUp(running.address(), scenario.source().kinds());
      boolean idle = scenario.load().kinds().isEmpty();
      if (!idle) {
        clients.start(running.address(), scenario.load());
      }
      try {
        Thread.sleep(scenario.steady());
        Instant from = Instant.now();
        scenario.act().on(running.gateway());
        Instant to = Instant.now();
        Thread.sleep(QUIET);
        LoadReport report = idle ? LoadReport.nothing() : report(diagnostics);
        ScenarioResult result =
            new ScenarioResult(
                name,
                from,
                to,
                report,
                running.watch().histories(),
                warnings(pods, running.watch().notDeletedBefore(from)),
                DrainReports.of(cluster, pods));
        diagnostics.keep(result);
        log(result.line());
        return result;
      } finally {
        clients.stop();
        diagnostics.keepNamespace(pods);
        diagnostics.keepNamespace(Installation.NAMESPACE);
      }
    }
  }

  /** Those of a namespace but about pods of an earlier scenario. */
  private List<String> warnings(String namespace, Set<String> pods) {
    return Diagnostics.warnings(
        cluster.client().v1().events().inNamespace(namespace).list().getItems().stream()
            .filter(event ->
                !event.getInvolvedObject().getKind().equals("Pod")
                    || pods.contains(event.getInvolvedObject().getName()))
            .toList());
  }

  private LoadReport report(Diagnostics diagnostics) throws IOException {
    String text = clients.finish();
    diagnostics.keep(text);
    return LoadReport.parse(text);
  }

  /** Until the gateway's endpoints are known everywhere, and its code is compiled. */
  private void warmUp(GatewayAddress address, Set<Kind> served) throws InterruptedException {
    LoadProfile gentle =
        LoadProfile.everything()
            .of(
                Stream.of(Kind.KEEP_ALIVE, Kind.NEW_CONNECTION, Kind.HTTP2, Kind.TLS)
                    .filter(served::contains)
                    .toArray(Kind[]::new));
    Await.until(
        "a second without a failure",
        () -> {
          clients.start(address, gentle);
          try {
            Thread.sleep(1_000);
            return LoadReport.parse(clients.finish()).exchanges().stream()
                .noneMatch(e -> e.ending().failed());
          } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
          }
        });
  }

  /** Starts one pod by itself, and waits until it is ready. */
  public SinglePod alone(JsonNode pod) {
    scenarios++;
    return SinglePod.start(cluster.client(), "alone-" + scenarios, pod);
  }

  /** A cluster of our own ends with all that is in it; another keeps what it had before. */
  @Override
  public void close() {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception terminated) {
        throw new IllegalStateException(terminated);
      }
    }
  }
}
