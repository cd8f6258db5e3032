package io.ebbgate.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.Folders;
import io.ebbgate.core.testkit.ImageTree;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.core.verdict.VerdictFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What the sidecar of the image takes: from its process's start until it is ready, in memory at
 * rest and through a whole drain, on a processor and on Envoy's main thread for a poll. Beside it
 * what other projects run beside Envoy, where it is built. A program, not a test: {@code main
 * IMAGE-TREE RIVALS RECORD [STARTS]}.
 */
final class SidecarBench {
  private static final int STARTS = 30;
  private static final int MANY_LISTENERS = 1_000;
  private static final long REST_SECONDS = 5;

  /** What is in flight when a drain begins. */
  private static final int WORK_MILLIS = 8_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ImageTree image;
  private final Path folder;
  private final ObjectNode record = JSON.createObjectNode();

  private SidecarBench(ImageTree image, Path folder) {
    this.image = image;
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("sidecar-bench");
    SidecarBench bench = new SidecarBench(new ImageTree(Path.of(args[0])), folder);
    bench.starts(args.length > 3 ? Integer.parseInt(args[3]) : STARTS);
    bench.drains();
    bench.rivals(Path.of(args[1]));
    bench.environment();
    Files.delete(Folders.emptied(folder));
    Path record = Path.of(args[2]);
    Files.createDirectories(record.toAbsolutePath().getParent());
    JSON.writerWithDefaultPrettyPrinter().writeValue(record.toFile(), bench.record);
    System.out.println(bench.record.toPrettyString());
  }

  private SidecarProcess start(String admin, String... settings) throws IOException {
    return SidecarProcess.start(
        image.command("-XX:AOTCache=" + image.cache()),
        Files.createTempDirectory(folder, "pod"),
        admin,
        settings);
  }

  /** Each beside one of the same Java that does nothing, which is the machine's share of it. */
  private void starts(int many) throws Exception {
    long[] sidecar = new long[many];
    long[] java = new long[many];
    try (GatewayFixture gateway = GatewayFixture.overTcp()) {
      for (int i = 0; i < many; i++) {
        java[i] = emptyJava();
        long began = System.nanoTime();
        try (SidecarProcess program = start(gateway.envoy().adminSetting())) {
          if (RawHttp.call(program.hook(), "GET", Paths.HEALTHZ).status() != 200) {
            throw new IllegalStateException("not healthy: " + program.log());
          }
          sidecar[i] = System.nanoTime() - began;
        }
      }
    }
    ObjectNode starts = record.putObject("starts").put("runs", many);
    millis(starts.putObject("sidecar"), sidecar);
    millis(starts.putObject("emptyJava"), java);
  }

  private long emptyJava() throws Exception {
    long began = System.nanoTime();
    String program = image.root().resolve("opt/java/bin/java").toString();
    Process java =
        new ProcessBuilder(program, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (java.waitFor() != 0) {
      throw new IOException(program + " does not run");
    }
    return System.nanoTime() - began;
  }

  private static void millis(ObjectNode node, long[] nanos) {
    long[] sorted = Arrays.stream(nanos).sorted().toArray();
    node.put("medianMillis", TimeUnit.NANOSECONDS.toMillis(sorted[sorted.length / 2]));
    node.put("p90Millis", TimeUnit.NANOSECONDS.toMillis(sorted[sorted.length * 9 / 10]));
  }

  private void drains() throws Exception {
    ArrayNode drains = record.putArray("drains");
    drain(1, drains.addObject());
    drain(MANY_LISTENERS, drains.addObject());
  }

  /** A drain with one response in flight, and an idle connection, so that the kernel is asked. */
  private void drain(int listeners, ObjectNode node) throws Exception {
    try (RawServer backend = RawServer.saying(GatewayFixture::answer);
        RealEnvoy envoy = envoy(listeners, backend);
        SidecarProcess program =
            start(
                envoy.adminSetting(),
                Setting.DRAIN_TIMEOUT.env(),
                "40s",
                Setting.IDLE_LINGER.env(),
                "5s")) {
      ProcessHandle sidecar = ProcessHandle.of(program.pid()).orElseThrow();
      program.awaitLog("drain plan made");
      TimeUnit.SECONDS.sleep(REST_SECONDS);
      node.put("listeners", listeners);
      node.put("statisticsBytes", envoy.admin().get("/stats").body().length());
      try (CostWatch watch = CostWatch.of(sidecar);
          KeepAlive busy = KeepAlive.to(envoy, "web");
          KeepAlive idle = KeepAlive.to(envoy, "web")) {
        memory(node.putObject("atRest"), ProcessCost.of(sidecar));
        idle.get("/");
        busy.send("/slow/" + WORK_MILLIS);
        ProcessCost before = ProcessCost.of(sidecar);
        ProcessCost envoyBefore = ProcessCost.of(envoy.process().toHandle());
        CompletableFuture<RawHttp.Answer> answer = program.deletion();
        busy.receive();
        JsonNode verdict = JSON.readTree(answer.get(60, TimeUnit.SECONDS).body());
        ProcessCost after = ProcessCost.of(sidecar);
        ProcessCost envoyAfter = ProcessCost.of(envoy.process().toHandle());
        memory(node.putObject("most"), watch.most());
        long calls = verdict.path(VerdictFields.ADMIN_CALLS).asLong();
        node.put("verdict", verdict.path(VerdictFields.VERDICT).asText()).put("calls", calls);
        node.put("cpuMicrosOfACall", micros(after.cpu() - before.cpu(), calls));
        node.put(
            "envoysMainThreadMicrosOfACall",
            micros(envoyAfter.cpuOfMain() - envoyBefore.cpuOfMain(), calls));
      }
    }
  }

  private static long micros(long nanos, long calls) {
    return nanos / 1_000 / Math.max(1, calls);
  }

  private static RealEnvoy envoy(int listeners, RawServer backend) {
    EnvoyBootstrap bootstrap =
        EnvoyBootstrap.withAdmin("127.0.0.1", 0).http("web", "127.0.0.1", 0, backend.address());
    for (int i = 1; i < listeners; i++) {
      bootstrap = bootstrap.http("listener-of-a-tenant-" + i, "127.0.0.1", 0, backend.address());
    }
    return RealEnvoy.start(bootstrap, "--drain-strategy", "immediate", "--drain-time-s", "45");
  }

  private static void memory(ObjectNode node, ProcessCost cost) {
    node.put("residentBytes", cost.memory().resident())
        .put("anonymousBytes", cost.memory().anonymous());
  }

  /** Each with an Envoy whose admin interface is where it expects it, and no work. */
  private void rivals(Path folderOfRivals) throws Exception {
    Path socket = folder.resolve("admin.sock");
    ArrayNode programs = record.putArray("rivals");
    for (RivalProgram rival : RivalProgram.in(folderOfRivals, socket)) {
      EnvoyBootstrap bootstrap =
          rival.adminOnSocket()
              ? EnvoyBootstrap.withAdmin(socket)
              : EnvoyBootstrap.withAdmin("127.0.0.1", RivalProgram.ADMIN_PORT);
      try (RawServer backend = RawServer.saying(GatewayFixture::answer);
          RealEnvoy _ = RealEnvoy.start(bootstrap.http("web", "127.0.0.1", 0, backend.address()))) {
        measure(rival, programs.addObject().put("name", rival.name()));
      }
    }
  }

  private static void measure(RivalProgram rival, ObjectNode node) throws Exception {
    long began = System.nanoTime();
    Process server = rival.serve();
    try {
      rival.awaitHealthy(server);
      node.put("readyMillis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
      TimeUnit.SECONDS.sleep(REST_SECONDS);
      memory(node.putObject("atRest"), ProcessCost.of(server.toHandle()));
      Process hook = rival.drain();
      try (CostWatch watch = CostWatch.of(server.toHandle(), rival.programOf(hook))) {
        if (!hook.waitFor(60, TimeUnit.SECONDS) || hook.exitValue() != 0) {
          throw new IOException(rival.name() + "'s hook failed");
        }
        memory(node.putObject("most"), watch.most());
      } finally {
        hook.destroyForcibly();
      }
    } finally {
      server.destroy();
    }
  }

  private void environment() throws IOException {
    record
        .putObject("environment")
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("loadAverage", Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0])
        .put("jdk", Runtime.version().toString())
        .put("date", Instant.now().toString());
  }
}
