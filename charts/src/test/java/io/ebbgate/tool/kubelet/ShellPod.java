package io.ebbgate.tool.kubelet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A pod for tests, on an address of its own: its containers are shell scripts, and their other
 * fields are YAML.
 */
final class ShellPod implements AutoCloseable {
  /** Of its hooks and probes. */
  static final int PORT = 18_001;

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ThreadLocalRandom RANDOM = ThreadLocalRandom.current();

  private final PodSandbox sandbox;
  private final ObjectNode pod = YAML.createObjectNode();
  private final Deque<Runnable> open = new ArrayDeque<>();
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
  ShellPod container(String name, String script, String... fields) throws IOException {
    add("/spec/containers", name, script, fields);
    return this;
  }

  /** A native sidecar. */
  ShellPod sidecar(String name, String script, String... fields) throws IOException {
    add("/spec/initContainers", name, script, fields).put("restartPolicy", "Always");
    return this;
  }

  private ObjectNode add(String list, String name, String script, String... fields)
      throws IOException {
    ArrayNode containers = pod.withArray(list);
    ObjectNode container = containers.addObject().put("name", name).put("image", "shell");
    container.putArray("args").add(script);
    for (String field : fields) {
      container.setAll((ObjectNode) YAML.readTree(field));
    }
    return container;
  }

  /** Makes the file that a script waits for. */
  void end(String file) throws IOException {
    Files.createFile(sandbox.folder().resolve(file));
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

  /** Answers hooks and probes until the end of the test. */
  HookServer answer(IntUnaryOperator status) throws IOException {
    HookServer server = new HookServer(address(), PORT, status);
    open.push(server::close);
    return server;
  }

  /** Answers hooks at the end of the test. */
  void answerLate() throws IOException {
    open.push(HookServer.late(address(), PORT)::close);
  }

  RunningPod start(long seed) throws IOException, RefusedPodException {
    RunningPod running =
        RunningPod.start(pod, sandbox, System::nanoTime, new SplittableRandom(seed), backOff);
    open.push(running::close);
    return running;
  }

  /** A pod that became ready. */
  RunningPod started() throws IOException, RefusedPodException, InterruptedException {
    RunningPod running = start(1);
    running.awaitReady(PodEvents.LIMIT);
    return running;
  }

  /** The events of a pod that became ready and was then deleted. */
  PodEvents deleted(int grace) throws Exception {
    RunningPod running = started();
    ShellPodCase.awaitEnd(running.delete(Duration.ofSeconds(grace)));
    return running.events();
  }

  /** The events of a pod until this has happened to the container as many times. */
  PodEvents until(PodEvent.Kind kind, String container, int times) throws Exception {
    PodEvents events = start(1).events();
    events.await(kind, container, times);
    return events;
  }

  @Override
  public void close() {
    open.forEach(Runnable::run);
  }
}
