package io.ebbgate.system.drain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.Folders;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.tool.demo.Environment;
import io.ebbgate.tool.sidecar.SidecarProgram;
import io.ebbgate.webhook.load.Latency;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long after the end of the last work a hook is answered, over many drains with the settings'
 * defaults: each of a real Envoy with one slow response or one TCP session, which ends when the
 * drain waits for nothing else. A program, not a test: {@code main [DRAINS]}. What it measures is
 * written to {@code charts/target/early-end.json}.
 */
final class EarlyEndBench {
  private static final int DRAINS = 200;

  /** Pairs of Envoy and sidecar that drain side by side; all are started before the first drain. */
  private static final int AT_ONCE = 6;

  /** After {@code min-drain}, which is 5 s. */
  private static final Duration SHORTEST = Duration.ofMillis(5500);

  private static final Duration LONGEST = Duration.ofSeconds(7);
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root", "."));
  private static final ObjectMapper JSON = new ObjectMapper();

  private final InetSocketAddress backend;
  private final ExecutorService threads;

  private EarlyEndBench(InetSocketAddress backend, ExecutorService threads) {
    this.backend = backend;
    this.threads = threads;
  }

  public static void main(String[] args) throws Exception {
    int drains = args.length == 0 ? DRAINS : Integer.parseInt(args[0]);
    Path folder = Files.createTempDirectory("early-end");
    List<Long> micros = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ServerSocket listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      var _ = threads.submit(() -> serve(listening, threads));
      EarlyEndBench bench =
          new EarlyEndBench((InetSocketAddress) listening.getLocalSocketAddress(), threads);
      while (micros.size() < drains) {
        micros.addAll(bench.batch(folder, Math.min(AT_ONCE, drains - micros.size())));
      }
    }
    Files.delete(Folders.emptied(folder));
    write(micros.stream().mapToLong(Long::longValue).sorted().toArray());
  }

  /** A gateway and its sidecar, ready to be drained. */
  private record Pair(RealEnvoy envoy, SidecarProgram sidecar) {
    void close() {
      sidecar.close();
      envoy.close();
    }
  }

  private List<Long> batch(Path folder, int size) throws Exception {
    List<Pair> pairs = new ArrayList<>();
    try {
      for (int i = 0; i < size; i++) {
        pairs.add(start(Files.createTempDirectory(folder, "pod")));
      }
      List<Future<Long>> drains = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        Pair pair = pairs.get(i);
        String listener = i % 2 == 0 ? "web" : "database";
        drains.add(threads.submit(() -> drain(pair, listener)));
      }
      List<Long> micros = new ArrayList<>();
      for (Future<Long> drain : drains) {
        micros.add(drain.get());
      }
      return micros;
    } finally {
      pairs.forEach(Pair::close);
    }
  }

  private Pair start(Path folder) throws IOException, InterruptedException {
    RealEnvoy envoy =
        RealEnvoy.start(
            EnvoyBootstrap.withAdmin("127.0.0.1", 0)
                .http("web", "127.0.0.1", 0, backend)
                .tcp("database", "127.0.0.1", 0, backend),
            "--drain-strategy",
            "immediate",
            "--drain-time-s",
            "45");
    return new Pair(envoy, SidecarProgram.start(envoy, folder, Map.of()));
  }

  /** Microseconds from the end of the work to the hook's answer. */
  private static long drain(Pair pair, String listener)
      throws IOException, InterruptedException, ExecutionException {
    long millis = ThreadLocalRandom.current().nextLong(SHORTEST.toMillis(), LONGEST.toMillis());
    long ended;
    CompletableFuture<Long> answered;
    try (Socket client =
        new Socket(InetAddress.getLoopbackAddress(), pair.envoy().listener(listener).getPort())) {
      String request = "GET /%d HTTP/1.1\r\nHost: gateway\r\n\r\n".formatted(millis);
      client.getOutputStream().write(request.getBytes(US_ASCII));
      answered = pair.sidecar().deletion().thenApply(EarlyEndBench::clean);
      if (client.getInputStream().read() < 0) {
        throw new IOException("the work was cut");
      }
      ended = System.nanoTime();
    }
    return TimeUnit.NANOSECONDS.toMicros(answered.get() - ended);
  }

  /** When the hook was answered: now. */
  private static long clean(JsonNode answer) {
    long now = System.nanoTime();
    if (!answer.path(VerdictFields.VERDICT).asText().equals(Outcome.CLEAN.wireName())) {
      throw new IllegalStateException(answer.toString());
    }
    return now;
  }

  /** Until it is closed, which {@code accept} tells by an exception. */
  private static boolean serve(ServerSocket listening, ExecutorService threads) throws IOException {
    while (!listening.isClosed()) {
      Socket socket = listening.accept();
      var _ = threads.submit(() -> answer(socket));
    }
    return true;
  }

  /** {@code GET /6000} is answered after 6 s, however it came. */
  private static boolean answer(Socket socket) throws IOException, InterruptedException {
    try (socket) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      String first = in.readLine();
      if (first != null) {
        TimeUnit.MILLISECONDS.sleep(Long.parseLong(first.split(" ", 3)[1].substring(1)));
        socket
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII));
      }
      return first != null;
    }
  }

  private static void write(long[] micros) throws IOException, InterruptedException {
    ObjectNode numbers = JSON.createObjectNode();
    numbers.put("drains", micros.length).put("atOnce", AT_ONCE);
    numbers.put("leastMillis", millis(Latency.percentile(micros, 0)));
    numbers.put("medianMillis", millis(Latency.percentile(micros, 50)));
    numbers.put("p90Millis", millis(Latency.percentile(micros, 90)));
    numbers.put("p99Millis", millis(Latency.percentile(micros, 99)));
    numbers.put("mostMillis", millis(Latency.percentile(micros, 100)));
    Environment here = Environment.here(ROOT, 0);
    numbers
        .putObject("environment")
        .put("cores", here.cores())
        .put("envoy", here.envoy())
        .put("jdk", here.jdk())
        .put("commit", here.commit())
        .put("date", Instant.now().toString());
    Path file = ROOT.resolve("charts/target/early-end.json");
    Files.createDirectories(file.getParent());
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), numbers);
    System.out.println(numbers);
  }

  private static long millis(long micros) {
    return Math.ceilDiv(micros, 1000L);
  }
}
