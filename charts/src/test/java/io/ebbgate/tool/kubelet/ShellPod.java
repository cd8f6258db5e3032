package io.ebbgate.tool.kubelet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A pod for tests, on an address of its own: its containers are shell scripts, and their other
 * fields are YAML.
 */
final class ShellPod {
  static final String MAIN = "main";
  static final String HELPER = "helper";

  /** Ends at SIGTERM. */
  static final String OBEYS = "trap 'exit 0' TERM; while true; do sleep 0.02; done";

  static final String IGNORES = "trap '' TERM; while true; do sleep 0.02; done";

  static final Duration LIMIT = PodEvents.LIMIT;

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ThreadLocalRandom RANDOM = ThreadLocalRandom.current();

  private final PodSandbox sandbox;
  private final ObjectNode pod = YAML.createObjectNode();
  private BackOff backOff = BackOff.KUBELET;

  private ShellPod(PodSandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** A pod without containers, with a grace of 30 seconds. */
  static ShellPod in(Path folder) {
    Map<String, List<String>> images = Map.of("shell", List.of("/bin/sh", "-c"));
    ShellPod started = new ShellPod(new PodSandbox(anyAddress(), folder, images));
    started.pod.putObject("metadata").put("name", "gateway");
    return started.grace(30);
  }

  /** One of 64 516, so that tests in parallel have different ones. */
  static InetAddress anyAddress() {
    return InetAddress.ofLiteral("127.77." + RANDOM.nextInt(1, 255) + "." + RANDOM.nextInt(1, 255));
  }

  ShellPod grace(int seconds) {
    pod.withObject("/spec").put("terminationGracePeriodSeconds", seconds);
    return this;
  }

  /** The wait before the second restart of a container that crashes. */
  ShellPod backOff(Duration first) {
    backOff = new BackOff(first, BackOff.KUBELET.most());
    return this;
  }

  /** A main container. */
  ShellPod container(String name, String script, String... fields) {
    add("/spec/containers", name, script, fields);
    return this;
  }

  /** A native sidecar. */
  ShellPod sidecar(String name, String script, String... fields) {
    add("/spec/initContainers", name, script, fields).put("restartPolicy", "Always");
    return this;
  }

  private ObjectNode add(String list, String name, String script, String... fields) {
    ArrayNode containers = pod.withArray(list);
    ObjectNode container = containers.addObject().put("name", name).put("image", "shell");
    container.putArray("args").add(script);
    for (String field : fields) {
      try {
        container.setAll((ObjectNode) YAML.readTree(field));
      } catch (JsonProcessingException mistyped) {
        throw new UncheckedIOException(mistyped);
      }
    }
    return container;
  }

  /** A script that ends each time when the test makes this file in the pod's folder. */
  static String endsAt(String file) {
    return "while [ ! -e %1$s ]; do sleep 0.02; done; rm %1$s".formatted(file);
  }

  /** Makes the file that a script waits for. */
  void end(String file) throws IOException {
    Files.createFile(sandbox.folder().resolve(file));
  }

  static String preStop(String handler) {
    return "lifecycle: {preStop: {" + handler + "}}";
  }

  static String sleep(int seconds) {
    return preStop("sleep: {seconds: " + seconds + "}");
  }

  static String get(int port) {
    return preStop("httpGet: {path: /v1/drain, port: " + port + "}");
  }

  InetAddress address() {
    return sandbox.address();
  }

  /** Its containers. */
  List<String> names() {
    return Stream.of("initContainers", "containers")
        .flatMap(list -> StreamSupport.stream(pod.path("spec").path(list).spliterator(), false))
        .map(container -> container.path("name").asText())
        .toList();
  }

  /** A container's log. */
  String log(String container) throws IOException {
    return Files.readString(sandbox.log(container));
  }

  ObjectNode json() {
    return pod;
  }

  RunningPod start(long seed) throws IOException, RefusedPodException {
    return RunningPod.start(pod, sandbox, System::nanoTime, new SplittableRandom(seed), backOff);
  }

  /** A pod that became ready. */
  RunningPod started() throws IOException, RefusedPodException, InterruptedException {
    RunningPod running = start(1);
    running.awaitReady(LIMIT);
    return running;
  }

  /** The events of a pod that became ready and was then deleted. */
  PodEvents deleted(int grace) throws Exception {
    try (RunningPod running = started()) {
      running.delete(Duration.ofSeconds(grace)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      return running.events();
    }
  }
}
