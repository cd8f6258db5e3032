package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Env;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A pod as it is read: with the API server's defaults, and what replaces mounts. */
class PodReaderTest {
  private static final Path FOLDER = Path.of("pods", "gateway");
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void readsTheGraceOfThePod() throws Exception {
    assertThat(read("terminationGracePeriodSeconds: 90", "{}").grace())
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(read("terminationGracePeriodSeconds: 0", "{}").grace()).isZero();
  }

  @Test
  void takesAGraceOfHalfAMinuteWhereThePodNamesNone() throws Exception {
    assertThat(read("{}", "{}").grace()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void putsNativeSidecarsBeforeMainContainers() throws Exception {
    PodSpec pod =
        read(
            """
            initContainers:
              - {name: first, image: "gateway:1", restartPolicy: Always}
              - {name: second, image: "gateway:1", restartPolicy: Always}
            """,
            "{}");

    assertThat(pod.containers())
        .extracting(ContainerSpec::name)
        .containsExactly("first", "second", "main");
    assertThat(pod.containers())
        .extracting(ContainerSpec::sidecar)
        .containsExactly(true, true, false);
  }

  @Test
  void readsAProbeWithTheDefaultsOfTheApiServer() throws Exception {
    ContainerSpec container = container("readinessProbe: {httpGet: {port: 9901}}");

    assertThat(container.readiness())
        .contains(
            new Probe(
                new Handler.Get("127.77.0.9", 9901, "/", Map.of()),
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                3,
                1,
                Optional.empty()));
    assertThat(container.startup()).isEmpty();
    assertThat(container.liveness()).isEmpty();
  }

  @Test
  void readsEverythingOfAProbe() throws Exception {
    ContainerSpec container =
        container(
            """
            livenessProbe:
              tcpSocket: {host: 127.77.0.1, port: 80}
              initialDelaySeconds: 2
              periodSeconds: 3
              timeoutSeconds: 4
              failureThreshold: 5
              successThreshold: 1
              terminationGracePeriodSeconds: 6
            """);

    assertThat(container.liveness())
        .contains(
            new Probe(
                new Handler.Connect("127.77.0.1", 80),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                5,
                1,
                Optional.of(Duration.ofSeconds(6))));
  }

  @Test
  void looksAHooksPortUpByItsNameInTheContainer() throws Exception {
    ContainerSpec container =
        container(
            """
            ports: [{containerPort: 8080}, {name: hook, containerPort: 15980}]
            lifecycle:
              preStop:
                httpGet:
                  port: hook
                  path: /v1/drain
                  httpHeaders: [{name: X-Ebbgate-Token, value: t0}]
            """);

    assertThat(container.preStop())
        .contains(
            new Handler.Get("127.77.0.9", 15980, "/v1/drain", Map.of("X-Ebbgate-Token", "t0")));
  }

  /** As the hook of a pod on the host's network has it. */
  @Test
  void takesTheHostOfAHook() throws Exception {
    ContainerSpec container =
        container("lifecycle: {preStop: {httpGet: {host: 127.0.0.1, port: 1}}}");

    assertThat(container.preStop()).contains(new Handler.Get("127.0.0.1", 1, "/", Map.of()));
  }

  @Test
  void readsASleepOfNoTimeAtAll() throws Exception {
    assertThat(container("lifecycle: {preStop: {sleep: {seconds: 0}}}").preStop())
        .contains(new Handler.Sleep(Duration.ZERO));
  }

  @Test
  void substitutesTheMountsOfOurSidecarOnly() throws Exception {
    assertThat(container("name: " + Containers.SIDECAR).environment())
        .containsOnly(
            Map.entry(
                Env.TERMINATION_LOG, FOLDER.resolve(Containers.SIDECAR + ".message").toString()),
            Map.entry(Env.STATE_DIR, FOLDER.resolve("state").toString()));
    assertThat(container("name: other").environment()).isEmpty();
  }

  @Test
  void expandsAVariableByThoseBeforeItOnly() throws Exception {
    ContainerSpec container =
        container(
            """
            env:
              - {name: BEFORE, value: "$(PORT) is not known yet"}
              - {name: PORT, value: "9901"}
              - {name: AFTER, value: "port $(PORT), not $$(PORT)"}
              - {name: ITSELF, value: "$(ITSELF)"}
            """);

    assertThat(container.environment())
        .containsEntry("BEFORE", "$(PORT) is not known yet")
        .containsEntry("AFTER", "port 9901, not $(PORT)")
        .containsEntry("ITSELF", "$(ITSELF)");
  }

  @Test
  void expandsAVariableByItsFieldOfThePod() throws Exception {
    ContainerSpec container =
        container(
            """
            env:
              - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
              - {name: HOST_IP, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}
              - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
              - {name: NAMESPACE, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
              - {name: NODE, value: "$(NAMESPACE)/$(POD)@$(POD_IP)"}
            """);

    assertThat(container.environment())
        .containsEntry("NODE", "edge/gateway@127.77.0.9")
        .containsEntry("HOST_IP", "127.77.0.9");
  }

  @Test
  void expandsArgumentsByEveryVariable() throws Exception {
    ContainerSpec container =
        container(
            """
            args: ["--port=$(PORT)", "--keep=$$(PORT)", "--other=$(OTHER)"]
            env: [{name: PORT, value: "9901"}]
            """);

    assertThat(container.command())
        .containsExactly("/bin/gateway", "--port=9901", "--keep=$(PORT)", "--other=$(OTHER)");
  }

  @Test
  void expandsACommandThatStandsInPlaceOfTheImages() throws Exception {
    ContainerSpec container =
        container(
            """
            command: ["/opt/$(TOOL)", run]
            args: ["--verbose"]
            env: [{name: TOOL, value: envoy}]
            """);

    assertThat(container.command()).containsExactly("/opt/envoy", "run", "--verbose");
  }

  private static ContainerSpec container(String fields) throws Exception {
    return read("{}", fields).containers().getFirst();
  }

  private static PodSpec read(String spec, String container) throws Exception {
    ObjectNode pod =
        (ObjectNode)
            YAML.readTree(
                """
                metadata: {name: gateway, namespace: edge}
                spec: {containers: [{name: main, image: "gateway:1.0"}]}
                """);
    ((ObjectNode) pod.path("spec")).setAll((ObjectNode) YAML.readTree(spec));
    ((ObjectNode) pod.at("/spec/containers/0")).setAll((ObjectNode) YAML.readTree(container));
    PodSandbox place =
        new PodSandbox(
            InetAddress.ofLiteral("127.77.0.9"),
            FOLDER,
            Map.of("gateway:", List.of("/bin/gateway")));
    return PodReader.read(pod, place);
  }
}
