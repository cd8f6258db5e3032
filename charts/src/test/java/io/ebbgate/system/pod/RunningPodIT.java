package io.ebbgate.system.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.testkit.EnvoyBinary;
import io.ebbgate.system.pod.PodEvent.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facts of the kubelet that the runner claims to follow, one test each. */
class RunningPodIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String MAIN = "main";
  private static final String SIDECAR = "helper";
  private static final String OBEYS = "trap 'exit 0' TERM; while true; do sleep 0.02; done";
  private static final String IGNORES = "trap '' TERM; while true; do sleep 0.02; done";

  private final ThreadLocalRandom dice = ThreadLocalRandom.current();
  private final InetAddress address =
      InetAddress.ofLiteral("127.77." + dice.nextInt(1, 255) + "." + dice.nextInt(1, 255));

  @TempDir Path folder;

  @Test
  void stopsANativeSidecarAfterTheMainContainer() throws Exception {
    PodEvents events = deleted(pod(30, OBEYS, OBEYS, "sleep: {seconds: 1}"), 30);

    assertThat(order(events, Kind.EXITED, MAIN, Kind.TERMINATED, SIDECAR)).isPositive();
  }

  @Test
  void callsTheHooksOfAllContainersAtOnce() throws Exception {
    String hook = "sleep: {seconds: 1}";
    PodEvents events = deleted(pod(30, OBEYS, OBEYS, hook, hook), 30);

    assertThat(Math.abs(order(events, Kind.HOOK_STARTED, MAIN, Kind.HOOK_STARTED, SIDECAR)))
        .isLessThan(TimeUnit.MILLISECONDS.toNanos(200));
  }

  @Test
  void takesAnyStatusOfAHookForSuccess() throws Exception {
    try (HookServer server = new HookServer(address, 18_001, 403, false)) {
      PodEvents events = deleted(pod(30, OBEYS, OBEYS, get(18_001)), 30);

      assertThat(events.at(Kind.HOOK_ENDED, MAIN)).isPresent();
      assertThat(server.paths()).containsExactly("/v1/drain");
    }
  }

  @Test
  void failsAHookThatNobodyAnswers() throws Exception {
    PodEvents events = deleted(pod(30, OBEYS, OBEYS, get(18_002)), 30);

    assertThat(events.at(Kind.FAILED_PRE_STOP_HOOK, MAIN)).isPresent();
  }

  @Test
  void abandonsAHookWhenTheGraceIsUsedUpAndSignalsEverybody() throws Exception {
    try (HookServer _ = new HookServer(address, 18_003, 200, true)) {
      PodEvents events = deleted(pod(30, OBEYS, OBEYS, get(18_003)), 2);

      assertThat(order(events, Kind.DELETED, "", Kind.FAILED_PRE_STOP_HOOK, MAIN))
          .isBetween(seconds(2), seconds(3));
      assertThat(Math.abs(order(events, Kind.TERMINATED, MAIN, Kind.TERMINATED, SIDECAR)))
          .isLessThan(TimeUnit.MILLISECONDS.toNanos(500));
    }
  }

  @Test
  void leavesTwoSecondsBetweenSignalAndKill() throws Exception {
    PodEvents events = deleted(pod(30, IGNORES, OBEYS, "sleep: {seconds: 5}"), 1);

    assertThat(order(events, Kind.TERMINATED, MAIN, Kind.KILLED, MAIN))
        .isBetween(seconds(2), seconds(4));
  }

  @Test
  void doesNotShortenARunningHookByASecondDelete() throws Exception {
    try (RunningPod pod = started(pod(30, OBEYS, OBEYS, "sleep: {seconds: 3}"), 1)) {
      var _ = pod.delete();
      pod.delete(Duration.ofSeconds(1)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(order(pod.events(), Kind.HOOK_STARTED, MAIN, Kind.HOOK_ENDED, MAIN))
          .isGreaterThanOrEqualTo(seconds(3));
    }
  }

  @Test
  void startsAContainerAgainThatEnds() throws Exception {
    try (RunningPod pod = started(pod(30, "sleep 0.2", OBEYS, ""), 1)) {
      awaits(pod, Kind.STARTED, MAIN, 2);

      assertThat(pod.events().at(Kind.DELETED, "")).isEmpty();
    }
  }

  @Test
  void startsNothingAgainWhileThePodTerminates() throws Exception {
    PodEvents events = deleted(pod(30, OBEYS, "sleep 0.5", "sleep: {seconds: 2}"), 30);

    long deleted = events.at(Kind.DELETED, "").orElseThrow();
    assertThat(events.all())
        .noneMatch(event -> event.kind() == Kind.STARTED && event.at() - deleted > 0);
  }

  @Test
  void callsOnlyTheHookOfTheContainerThatAProbeRestarts() throws Exception {
    String dead = ", livenessProbe: {tcpSocket: {port: 18004}, periodSeconds: 1}";
    String hook = "sleep: {seconds: 1}";
    try (RunningPod pod = started(pod(30, OBEYS, OBEYS, hook, hook, dead), 1)) {
      awaits(pod, Kind.STARTED, MAIN, 2);

      assertThat(pod.events().at(Kind.HOOK_STARTED, MAIN)).isPresent();
      assertThat(pod.events().at(Kind.HOOK_STARTED, SIDECAR)).isEmpty();
    }
  }

  @Test
  void stopsOrdinarySiblingsInNoOrder() throws Exception {
    boolean siblingFirst = false;
    boolean gatewayFirst = false;
    for (long seed = 0; seed < 40 && !(siblingFirst && gatewayFirst); seed++) {
      JsonNode pod = pod(30, OBEYS, OBEYS, "sleep: {seconds: 1}");
      ((ObjectNode) pod.at("/spec/initContainers/0")).remove("restartPolicy");
      ((ArrayNode) pod.at("/spec/containers")).add(pod.at("/spec/initContainers/0"));
      ((ObjectNode) pod.at("/spec")).remove("initContainers");
      try (RunningPod running = started(pod, seed)) {
        running.delete().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        boolean first =
            order(running.events(), Kind.TERMINATED, SIDECAR, Kind.HOOK_STARTED, MAIN) > 0;
        siblingFirst |= first;
        gatewayFirst |= !first;
      }
    }

    assertThat(siblingFirst && gatewayFirst).isTrue();
  }

  @Test
  void refusesAPodThatListensElsewhere() throws Exception {
    JsonNode pod =
        new YAMLMapper()
            .readTree(
                """
                metadata: {name: gateway}
                spec:
                  containers:
                    - name: envoy
                      image: envoy
                      args:
                        - --disable-hot-restart
                        - --config-yaml
                        - "admin: {address: {socket_address: {address: 127.0.0.1, port_value: PORT}}}"
                      readinessProbe:
                        httpGet: {host: 127.0.0.1, port: PORT, path: /ready}
                """
                    .replace("PORT", Integer.toString(freePort())));
    try (RunningPod running = start(pod, Map.of("envoy", List.of(envoy())), 1)) {
      assertThatThrownBy(() -> running.awaitReady(LIMIT))
          .isInstanceOf(RefusedPodException.class)
          .hasMessageMatching(
              "gateway listens on 127.0.0.1 port \\d+; on this machine a pod may listen on its own"
                  + " address .* only\\.");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private PodEvents deleted(JsonNode pod, int grace) throws Exception {
    try (RunningPod running = started(pod, 1)) {
      running.delete(Duration.ofSeconds(grace)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      return running.events();
    }
  }

  private RunningPod started(JsonNode pod, long seed) throws Exception {
    RunningPod running = start(pod, Map.of("shell", List.of("/bin/sh", "-c")), seed);
    running.awaitReady(LIMIT);
    return running;
  }

  private RunningPod start(JsonNode pod, Map<String, List<String>> images, long seed)
      throws IOException, RefusedPodException {
    PodPlace place = new PodPlace(address, folder.resolve("pod" + seed), images);
    return RunningPod.start(pod, place, System::nanoTime, new SplittableRandom(seed));
  }

  private static String envoy() {
    return EnvoyBinary.path().toString();
  }

  private static JsonNode pod(int grace, String main, String sidecar, String hook)
      throws IOException {
    return pod(grace, main, sidecar, hook, "", "");
  }

  private static JsonNode pod(int grace, String main, String sidecar, String hook, String other)
      throws IOException {
    return pod(grace, main, sidecar, hook, other, "");
  }

  private static JsonNode pod(
      int grace, String main, String sidecar, String hook, String other, String more)
      throws IOException {
    return new YAMLMapper()
        .readTree(
            """
            metadata: {name: gateway}
            spec:
              terminationGracePeriodSeconds: %d
              initContainers:
                - {name: helper, image: shell, restartPolicy: Always, args: ["%s"]%s}
              containers:
                - {name: main, image: shell, args: ["%s"]%s%s}
            """
                .formatted(grace, sidecar, lifecycle(other), main, lifecycle(hook), more));
  }

  private static String lifecycle(String hook) {
    return hook.isEmpty() ? "" : ", lifecycle: {preStop: {" + hook + "}}";
  }

  private static String get(int port) {
    return "httpGet: {path: /v1/drain, port: " + port + "}";
  }

  private static void awaits(RunningPod pod, Kind kind, String container, int times)
      throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() - deadline < 0) {
      long seen =
          pod.events().all().stream()
              .filter(event -> event.kind() == kind && event.container().equals(container))
              .count();
      if (seen >= times) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError(pod.events().all().toString());
  }

  /** How much later the second event was than the first; negative where it was earlier. */
  private static long order(PodEvents events, Kind first, String one, Kind second, String other) {
    return events.at(second, other).orElseThrow() - events.at(first, one).orElseThrow();
  }

  private static long seconds(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
