package io.ebbgate.system.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.Folders;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.webhook.tls.TestCluster;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How long commands of the archive take, each in turn beside the same of the jar and beside the
 * archive's runtime without a program, and an audit of five hundred workloads at a real API server.
 * A program, not a test; it writes {@code charts/target/command-line.json}.
 */
final class CommandLineBench {
  private static final int RUNS = 21;
  private static final int AUDITS = 5;
  private static final int WORKLOADS = 500;
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root", "."));
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String GATEWAY =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: edge-%1$d, namespace: default}
      spec:
        replicas: 0
        selector: {matchLabels: {app: edge-%1$d}}
        template:
          metadata: {labels: {app: edge-%1$d}}
          spec:
            terminationGracePeriodSeconds: 30
            containers:
              - name: envoy
                image: envoyproxy/envoy:v1.34.1
                args: [-c, /etc/envoy/envoy.yaml]
                lifecycle: {preStop: {exec: {command: [sleep, "%2$d"]}}}
      """;

  private final Path folder;
  private final Path archive;
  private final Path jar;

  private CommandLineBench(Path folder, Path archive, Path jar) {
    this.folder = folder;
    this.archive = archive;
    this.jar = jar;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("command-line-bench");
    Path packed = one(ROOT.resolve("target/cli"), ".tar.gz");
    run(List.of("tar", "-xzf", packed.toAbsolutePath().toString(), "-C", folder.toString()));
    new CommandLineBench(
            folder, one(folder, "amd64", "arm64"), one(ROOT.resolve("webhook/target"), "-all.jar"))
        .measure();
    Files.delete(Folders.emptied(folder));
  }

  /** The file whose name ends so. */
  private static Path one(Path folder, String... ends) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Stream.of(ends).anyMatch(end -> file.toString().endsWith(end)))
          .findFirst()
          .orElseThrow(
              () -> new IOException(folder + " has no file that ends with " + List.of(ends)));
    }
  }

  private void measure() throws Exception {
    ObjectNode record = JSON.createObjectNode();
    Path manifest = Files.writeString(folder.resolve("gateway.yaml"), GATEWAY.formatted(0, 15));
    Map<String, List<String>> commands = new LinkedHashMap<>();
    commands.put(
        "runtimeAlone", List.of(archive.resolve("lib/runtime/bin/java").toString(), "--version"));
    commands.put("help", ebbgate("--help"));
    commands.put("explain", ebbgate("explain", "-f", manifest.toString()));
    commands.put("helpOfTheJar", ofTheJar("--help"));
    commands.put("explainOfTheJar", ofTheJar("explain", "-f", manifest.toString()));
    record.put("helpClassesOutsideTheCache", outsideTheCache("--help"));
    record.put("runs", RUNS);
    put(record, inTurn(commands, RUNS));
    record.put("workloads", WORKLOADS).put("audits", AUDITS);
    try (TestCluster cluster =
        TestCluster.start(Files.createDirectory(folder.resolve("cluster")))) {
      for (int i = 0; i < WORKLOADS; i++) {
        String text = GATEWAY.formatted(i, 5 + i % 40);
        var _ = cluster.admin().resource(Serialization.unmarshal(text, Deployment.class)).create();
      }
      String kubeconfig = "--kubeconfig=" + cluster.kubeconfig(folder);
      put(record, inTurn(Map.of("audit", ebbgate("audit", kubeconfig)), AUDITS));
      String kubernetes = cluster.admin().getKubernetesVersion().getGitVersion();
      TestEnvironment.of(kubernetes, 0).write(record.putObject("environment"));
    }
    Path file = ROOT.resolve("charts/target/command-line.json");
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), record);
    System.out.println(record.toPrettyString());
  }

  private List<String> ebbgate(String... words) {
    List<String> command = new ArrayList<>(List.of(archive.resolve("bin/ebbgate").toString()));
    command.addAll(List.of(words));
    return command;
  }

  private List<String> ofTheJar(String... words) {
    String java = ProcessHandle.current().info().command().orElse("java");
    List<String> command = new ArrayList<>(List.of(java, "-jar", jar.toString()));
    command.addAll(List.of(words));
    return command;
  }

  /** How many classes a command loads from the jar since the archive's cache has not got them. */
  private long outsideTheCache(String... words) throws IOException, InterruptedException {
    Path lib = archive.resolve("lib");
    Path log = folder.resolve("classes.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                lib.resolve("runtime/bin/java").toString(),
                "-XX:AOTMode=on",
                "-XX:AOTCache=" + lib.resolve("ebbgate.aot"),
                "-Xlog:class+load:file=" + log,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                lib.resolve("ebbgate.jar").toString(),
                "io.ebbgate.webhook.WebhookMain"));
    command.addAll(List.of(words));
    run(command);
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains("source: file:")).count();
    }
  }

  /**
   * So that all see the same of the machine; the first turn, which fills its caches, is not
   * counted.
   */
  private static Map<String, List<Long>> inTurn(Map<String, List<String>> commands, int runs)
      throws IOException, InterruptedException {
    Map<String, List<Long>> millis = new LinkedHashMap<>();
    for (int i = 0; i <= runs; i++) {
      for (Map.Entry<String, List<String>> command : commands.entrySet()) {
        long began = System.nanoTime();
        run(command.getValue());
        long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
        if (i > 0) {
          millis.computeIfAbsent(command.getKey(), _ -> new ArrayList<>()).add(took);
        }
      }
    }
    return millis;
  }

  /** An audit that finds faults ends with a code of its own. */
  private static void run(List<String> command) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    if (exit != 0 && !command.contains("audit")) {
      throw new IOException("%s ended with %d".formatted(command, exit));
    }
  }

  private static void put(ObjectNode record, Map<String, List<Long>> millis) {
    millis.forEach((name, each) -> {
      Collections.sort(each);
      record
          .putObject(name)
          .put("medianMillis", each.get(each.size() / 2))
          .put("mostMillis", each.getLast());
    });
  }
}
