package io.ebbgate.tool.kubelet;

import static io.ebbgate.tool.kubelet.ShellPod.HELPER;
import static io.ebbgate.tool.kubelet.ShellPod.IGNORES;
import static io.ebbgate.tool.kubelet.ShellPod.LIMIT;
import static io.ebbgate.tool.kubelet.ShellPod.MAIN;
import static io.ebbgate.tool.kubelet.ShellPod.OBEYS;
import static io.ebbgate.tool.kubelet.ShellPod.get;
import static io.ebbgate.tool.kubelet.ShellPod.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.testkit.EnvoyBinary;
import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of the kubelet that the runner follows, one test each. */
class RunningPodIT {
  @TempDir Path folder;

  @Test
  void callsTheHooksOfAllContainersAtOnce() throws Exception {
    PodEvents events =
        ShellPod.in(folder)
            .sidecar(HELPER, OBEYS, sleep(1))
            .container(MAIN, OBEYS, sleep(1))
            .deleted(30);

    assertThat(events.between(Kind.HOOK_STARTED, MAIN, Kind.HOOK_STARTED, HELPER).abs())
        .isLessThan(Duration.ofMillis(200));
  }

  @Test
  void takesAnyStatusOfAHookForSuccess() throws Exception {
    ShellPod pod = pod(OBEYS, OBEYS, get(18_001));
    try (HookServer server = new HookServer(pod.address(), 18_001, 403, false)) {
      PodEvents events = pod.deleted(30);

      assertThat(events.has(Kind.HOOK_ENDED, MAIN)).isTrue();
      assertThat(server.paths()).containsExactly("/v1/drain");
    }
  }

  @Test
  void failsAHookWithoutAnAnswer() throws Exception {
    PodEvents events = pod(OBEYS, OBEYS, get(18_002)).deleted(30);

    assertThat(events.has(Kind.FAILED_PRE_STOP_HOOK, MAIN)).isTrue();
  }

  @Test
  void abandonsAHookWhenTheGraceIsUsedUpAndSignalsEveryContainer() throws Exception {
    ShellPod pod = pod(OBEYS, OBEYS, get(18_003));
    try (HookServer _ = new HookServer(pod.address(), 18_003, 200, true)) {
      PodEvents events = pod.deleted(2);

      assertThat(events.between(Kind.DELETED, "", Kind.HOOK_ABANDONED, MAIN))
          .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
      assertThat(events.between(Kind.TERMINATED, MAIN, Kind.TERMINATED, HELPER).abs())
          .isLessThan(Duration.ofMillis(500));
    }
  }

  @Test
  void leavesTwoSecondsBetweenSignalAndKill() throws Exception {
    PodEvents events = pod(OBEYS, IGNORES, sleep(5)).deleted(1);

    assertThat(events.between(Kind.TERMINATED, MAIN, Kind.KILLED, MAIN))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void doesNotShortenARunningHookByASecondDelete() throws Exception {
    try (RunningPod pod = pod(OBEYS, OBEYS, sleep(3)).started()) {
      var _ = pod.delete();
      pod.delete(Duration.ofSeconds(1)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(pod.events().between(Kind.HOOK_STARTED, MAIN, Kind.HOOK_ENDED, MAIN))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }
  }

  @Test
  void startsNothingAgainWhileThePodTerminates() throws Exception {
    PodEvents events = pod("sleep 0.5", OBEYS, sleep(2)).deleted(30);

    long deleted = events.times(Kind.DELETED, "").getFirst();
    assertThat(events.all())
        .noneMatch(event -> event.kind() == Kind.STARTED && event.at() - deleted > 0);
  }

  @Test
  void stopsOrdinarySiblingsInNoOrder() throws Exception {
    boolean siblingFirst = false;
    boolean gatewayFirst = false;
    for (long seed = 0; seed < 40 && !(siblingFirst && gatewayFirst); seed++) {
      ShellPod siblings =
          ShellPod.in(folder.resolve("pod" + seed))
              .container(MAIN, OBEYS, sleep(1))
              .container(HELPER, OBEYS);
      try (RunningPod running = siblings.start(seed)) {
        running.awaitReady(LIMIT);
        running.delete().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        boolean first =
            running.events().between(Kind.TERMINATED, HELPER, Kind.HOOK_STARTED, MAIN).isPositive();
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
    List<String> envoy = List.of(EnvoyBinary.path().toString());
    PodSandbox place =
        new PodSandbox(ShellPod.in(folder).address(), folder, Map.of("envoy", envoy));
    try (RunningPod running =
        RunningPod.start(pod, place, System::nanoTime, new SplittableRandom(1))) {
      assertThatThrownBy(() -> running.awaitReady(LIMIT))
          .isInstanceOf(RefusedPodException.class)
          .hasMessageMatching(
              "gateway listens on 127.0.0.1 port \\d+; on this machine a pod may listen on its own"
                  + " address .* only\\.");
    }
  }

  private ShellPod pod(String helper, String main, String... fields) {
    return ShellPod.in(folder).sidecar(HELPER, helper).container(MAIN, main, fields);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
