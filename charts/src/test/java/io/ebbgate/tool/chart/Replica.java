package io.ebbgate.tool.chart;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.core.testkit.ImageTree;
import io.ebbgate.core.testkit.MemoryGroup;
import io.ebbgate.core.testkit.ProcessMemory;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The webhook's program with the environment that the chart gives it. Only the addresses are the
 * test's: pods have one each, and replicas on one machine have to share its loopback.
 */
public final class Replica implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root", ""));

  /** What the JVM sees by itself where the chart's limits hold. */
  private static final String PROCESSORS = "-XX:ActiveProcessorCount=2";

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration CALL = Duration.ofSeconds(5);

  private final String name;
  private final Process process;
  private final InetSocketAddress admission;
  private final InetSocketAddress operations;
  private final Path log;

  /**
   * Starts one; it is ready a while later.
   *
   * @param address of loopback, of its own
   * @param more variables over those of the chart
   */
  Replica(
      RenderedChart chart, String name, String address, Path kubeconfig, Map<String, String> more)
      throws IOException {
    this(
        chart,
        name,
        address,
        archived(program(arguments(chart)), kubeconfig.resolveSibling("classes.jsa")),
        kubeconfig.resolveSibling(name + ".log"),
        with(more, Map.of("KUBECONFIG", kubeconfig.toString())));
  }

  private Replica(
      RenderedChart chart,
      String name,
      String address,
      ProcessBuilder builder,
      Path log,
      Map<String, String> more)
      throws IOException {
    this.name = name;
    this.log = log;
    Map<String, String> environment = builder.environment();
    for (EnvVar variable : chart.webhook().getEnv()) {
      environment.put(variable.getName(), value(variable, name));
    }
    admission = listenOn(address, environment, WebhookEnv.LISTEN);
    operations = listenOn(address, environment, WebhookEnv.OPERATIONS_LISTEN);
    environment.putAll(more);
    process =
        ChildProcesses.adopt(
            builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  /**
   * Starts one as its image does: without a class archive beside its own, and in a memory group.
   *
   * @param java the command line up to the program's arguments
   * @param folder for its log
   * @param api the environment's variables that lead to the API server
   */
  static Replica inGroup(
      RenderedChart chart,
      String address,
      List<String> java,
      Path folder,
      MemoryGroup group,
      Map<String, String> api)
      throws IOException {
    ProcessBuilder builder = program(java, arguments(chart));
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    builder.command(group.with(builder.command()));
    return new Replica(chart, "webhook", address, builder, folder.resolve("webhook.log"), api);
  }

  private static String[] arguments(RenderedChart chart) {
    return chart.webhook().getArgs().toArray(String[]::new);
  }

  private static ProcessBuilder archived(ProcessBuilder builder, Path archive) {
    List<String> flags =
        List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive);
    builder.command().addAll(1, flags);
    return builder;
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.putAll(some);
    return all;
  }

  /** The program with these arguments, without Ebbgate's variables of our own environment. */
  public static ProcessBuilder program(String... arguments) throws IOException {
    return program(java(), arguments);
  }

  private static ProcessBuilder program(List<String> java, String... arguments) {
    List<String> command = new ArrayList<>(java);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(each -> each.startsWith(Env.PREFIX));
    return builder;
  }

  /** The command line of the jar, up to its arguments. */
  static List<String> java() throws IOException {
    Path jar =
        ROOT.resolve(
            "webhook/target/webhook-" + System.getProperty("ebbgate.version", "") + "-all.jar");
    if (!Files.isReadable(jar)) {
      throw new IOException(jar + " is missing; the build makes it before this test.");
    }
    return List.of(
        ProcessHandle.current().info().command().orElse("java"),
        PROCESSORS,
        "@" + ROOT.resolve("webhook/src/image/java.args"),
        "-jar",
        jar.toString());
  }

  /** The command line of an image's files, up to its arguments. */
  static List<String> java(ImageTree image) throws IOException {
    return image.command(PROCESSORS, "-XX:AOTCache=" + image.cache());
  }

  private static String value(EnvVar variable, String name) {
    if (variable.getValueFrom() == null) {
      return variable.getValue();
    }
    String path = variable.getValueFrom().getFieldRef().getFieldPath();
    return switch (path) {
      case "metadata.name" -> name;
      case "metadata.namespace" -> HelmChart.NAMESPACE;
      default -> throw new AssertionError("the kubelet has no " + path + " here");
    };
  }

  /** Keeps a variable's port. */
  private static InetSocketAddress listenOn(
      String address, Map<String, String> environment, String name) {
    String any = environment.getOrDefault(name, "");
    String port = any.substring(any.lastIndexOf(':') + 1);
    environment.put(name, address + ":" + port);
    return new InetSocketAddress(address, Integer.parseInt(port));
  }

  public String name() {
    return name;
  }

  public InetSocketAddress admission() {
    return admission;
  }

  /** Waits until its readiness probe succeeds. */
  public Replica awaitReady() throws IOException, InterruptedException {
    long began = System.nanoTime();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CALL).build()) {
      while (!isReady(client)) {
        if (!process.isAlive() || System.nanoTime() - began > START.toNanos()) {
          throw new IOException(name + " did not become ready:\n" + Files.readString(log));
        }
        Thread.sleep(50);
      }
    }
    return this;
  }

  private boolean isReady(HttpClient client) {
    return get(client, Paths.READYZ)
        .handle((answer, failure) -> failure == null && answer.statusCode() == 200)
        .join();
  }

  /** Its metrics. */
  public String metrics() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return get(client, Paths.METRICS).join().body();
    }
  }

  /** Waits until its metrics have a line with this text in it. */
  public void awaitMetric(String part, Duration limit) throws InterruptedException {
    Await.until(part, limit, () -> metrics().lines().anyMatch(line -> line.contains(part)));
  }

  private CompletableFuture<HttpResponse<String>> get(HttpClient client, String path) {
    return client.sendAsync(
        HttpRequest.newBuilder(uri(path)).timeout(CALL).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** A path on its plain port. */
  public URI uri(String path) {
    String host = operations.getAddress().getHostAddress();
    return URI.create("http://%s:%d%s".formatted(host, operations.getPort(), path));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Resident memory, in bytes. */
  public long resident() throws IOException {
    return ProcessMemory.of(process.pid()).resident();
  }

  /** Runs its garbage collector. */
  public void collect() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    var _ =
        new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.run")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start()
            .waitFor();
  }

  /** Sends SIGTERM, as the kubelet does first. */
  public void terminate() {
    process.destroy();
  }

  /** Its exit code; it has to end within that time. */
  public int end(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(name + " is still there");
    }
    return process.exitValue();
  }

  public String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    ChildProcesses.killNow(process);
  }
}
