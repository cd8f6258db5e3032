package io.ebbgate.system.review;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.core.testkit.Folders;
import io.ebbgate.core.testkit.ImageTree;
import io.ebbgate.core.testkit.Trust;
import io.ebbgate.tool.chart.BoundedWebhook;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.tool.load.ReviewClients;
import io.ebbgate.webhook.load.Latency;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * How long reviews of 10 kB take over TLS on connections that are kept, by the image's webhook that
 * observes a thousand pods, with the chart's limits, and by a handler that does nothing, in turn.
 * The clients are on the same machine. A program, not a test; it writes {@code
 * charts/target/review-bench.json}.
 */
final class ReviewBench {
  private static final String WEBHOOK = "127.0.7.2";
  private static final String NO_OP = "127.0.7.3";
  private static final int NO_OP_PORT = 8443;
  private static final int PODS = 1_000;
  private static final int CONNECTIONS = 32;
  private static final int STEADY = 500;
  private static final int STEADY_SECONDS = 20;
  private static final int TURNS = 3;
  private static final int SUSTAINED = 3_000;
  private static final int SUSTAINED_SECONDS = 20;
  private static final int FIRST = 100;
  private static final int FIRST_A_SECOND = 50;

  /** The users of Kyverno's published table. */
  private static final List<Integer> USERS = List.of(100, 200, 500);

  private static final int OF_EACH_USER = 50;
  private static final int AT_ONCE = 1_000_000;

  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root", "."));
  private static final ImageTree IMAGE =
      new ImageTree(ROOT.resolve("webhook/target/image/root").toAbsolutePath());
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode record = JSON.createObjectNode();

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("review-bench");
    new ReviewBench().run(folder);
    Files.delete(Folders.emptied(folder));
  }

  private void run(Path folder) throws Exception {
    Process noOp = noOp(Files.createDirectory(folder.resolve("no-op")));
    try (BoundedWebhook webhook =
        BoundedWebhook.start(
            Files.createDirectory(folder.resolve("webhook")), WEBHOOK, PODS, IMAGE)) {
      record.put("residentBytesAtRest", webhook.replica().resident());
      ReviewClients ours =
          new ReviewClients(
              webhook.trust(), webhook.replica().admission(), BoundedWebhook.review());
      ReviewClients nothing =
          new ReviewClients(
              Trust.only(folder.resolve("no-op").resolve(DevCertificates.CA_CERTIFICATE)),
              new InetSocketAddress(NO_OP, NO_OP_PORT),
              BoundedWebhook.review());
      put(record.putObject("first"), ours.send(FIRST, FIRST_A_SECOND, 4), FIRST_A_SECOND);
      // Both compile what they repeat.
      var _ = ours.send(STEADY * STEADY_SECONDS, STEADY, CONNECTIONS);
      var _ = nothing.send(STEADY * STEADY_SECONDS, STEADY, CONNECTIONS);
      steady(ours, nothing);
      record.put("residentBytesAfterSteady", webhook.replica().resident());
      put(
          record.putObject("sustained"),
          ours.send(SUSTAINED * SUSTAINED_SECONDS, SUSTAINED, CONNECTIONS),
          SUSTAINED);
      put(
          record.putObject("sustainedNoOp"),
          nothing.send(SUSTAINED * SUSTAINED_SECONDS, SUSTAINED, CONNECTIONS),
          SUSTAINED);
      users(ours, record.putArray("users"));
      users(nothing, record.putArray("usersNoOp"));
      record.put("residentBytesAtTheEnd", webhook.replica().resident());
    } finally {
      ChildProcesses.stop(noOp, Duration.ofSeconds(5));
    }
    record.put("reviewBytes", BoundedWebhook.review().length()).put("pods", PODS);
    record.put("connections", CONNECTIONS);
    TestEnvironment.of("none", STEADY).write(record.putObject("environment"));
    Path file = ROOT.resolve("charts/target/review-bench.json");
    Files.createDirectories(file.getParent());
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), record);
    System.out.println(record.toPrettyString());
  }

  private static Process noOp(Path folder) throws IOException, InterruptedException {
    DevCertificates.write(folder, List.of(NO_OP), Duration.ofHours(1), InstantSource.system());
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("@" + ROOT.resolve("webhook/src/image/java.args"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(
            NoOpWebhook.class.getName(), folder.toString(), NO_OP, Integer.toString(NO_OP_PORT)));
    Process process =
        ChildProcesses.adopt(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start());
    Await.until("the no-op listens", () -> isListening(process));
    return process;
  }

  private static boolean isListening(Process process) {
    if (!process.isAlive()) {
      throw new IllegalStateException("the no-op ended");
    }
    try (Socket _ = new Socket(NO_OP, NO_OP_PORT)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** In turns, so that both see the same of the machine; the middle turn counts. */
  private void steady(ReviewClients ours, ReviewClients nothing) throws InterruptedException {
    ArrayNode turns = record.putArray("steady");
    for (int turn = 0; turn < TURNS; turn++) {
      ObjectNode both = turns.addObject();
      put(
          both.putObject("webhook"),
          ours.send(STEADY * STEADY_SECONDS, STEADY, CONNECTIONS),
          STEADY);
      put(
          both.putObject("noOp"),
          nothing.send(STEADY * STEADY_SECONDS, STEADY, CONNECTIONS),
          STEADY);
    }
  }

  /** Each sends its next review when the one before is answered. */
  private static void users(ReviewClients clients, ArrayNode all) throws InterruptedException {
    for (int users : USERS) {
      long began = System.nanoTime();
      ReviewClients.Result result = clients.send(users * OF_EACH_USER, AT_ONCE, users);
      Duration took = Duration.ofNanos(System.nanoTime() - began).minus(result.connecting());
      ObjectNode node = all.addObject().put("users", users);
      node.put("aSecond", Math.round(result.latency().count() / (took.toNanos() / 1e9)));
      latency(node, result.latency());
      node.put("failed", result.failures().size());
    }
  }

  private static void put(ObjectNode node, ReviewClients.Result result, int aSecond) {
    node.put("aSecond", aSecond).put("reviews", result.latency().count());
    latency(node, result.sinceDue());
    node.put("failed", result.failures().size());
  }

  private static void latency(ObjectNode node, Latency latency) {
    node.put("p50Micros", latency.p50().toNanos() / 1_000);
    node.put("p99Micros", latency.p99().toNanos() / 1_000);
  }
}
