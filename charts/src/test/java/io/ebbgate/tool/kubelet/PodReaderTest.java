package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A pod as it is read: with the API server's defaults, and what replaces mounts. What can't be
 * followed on loopback is refused before anything is started, and the refusal says why.
 */
class PodReaderTest {
  private static final Path FOLDER = Path.of("pods", "gateway");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final PodSandbox PLACE =
      new PodSandbox(
          InetAddress.ofLiteral("127.77.0.9"), FOLDER, Map.of("gateway:", List.of("/bin/gateway")));

  @Test
  void readsTheGraceOfThePod() throws Exception {
    assertThat(read("terminationGracePeriodSeconds: 90").grace()).isEqualTo(Duration.ofSeconds(90));
    assertThat(read("terminationGracePeriodSeconds: 0").grace()).isZero();
  }

  @Test
  void takesAGraceOfHalfAMinuteWhereThePodNamesNone() throws Exception {
    assertThat(read("{}").grace()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void putsNativeSidecarsBeforeMainContainers() throws Exception {
    PodSpec pod =
        read(
            """
            initContainers:
              - {name: first, image: "gateway:1", restartPolicy: Always}
              - {name: second, image: "gateway:1", restartPolicy: Always}
            """);

    assertThat(pod.containers())
        .extracting(PodSpec.Container::name)
        .containsExactly("first", "second", "main");
    assertThat(pod.containers())
        .extracting(PodSpec.Container::sidecar)
        .containsExactly(true, true, false);
  }

  @Test
  void readsAProbeWithTheDefaultsOfTheApiServer() throws Exception {
    PodSpec.Container container = container("readinessProbe: {httpGet: {port: 9901}}");

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
    PodSpec.Container container =
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
    PodSpec.Container container =
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
    PodSpec.Container container =
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
    PodSpec.Container container =
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
    PodSpec.Container container =
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
    PodSpec.Container container =
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
    PodSpec.Container container =
        container(
            """
            command: ["/opt/$(TOOL)", run]
            args: ["--verbose"]
            env: [{name: TOOL, value: envoy}]
            """);

    assertThat(container.command()).containsExactly("/opt/envoy", "run", "--verbose");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /spec | hostNetwork: true | spec has hostNetwork
          /spec | hostPID: true | spec has hostPID
          /spec | shareProcessNamespace: true | spec has shareProcessNamespace
          /spec | activeDeadlineSeconds: 5 | spec has activeDeadlineSeconds
          MAIN | workingDir: /srv | container main has workingDir
          MAIN | envFrom: [] | container main has envFrom
          MAIN/lifecycle | postStart: {sleep: {seconds: 1}} | lifecycle of main has postStart
          MAIN/lifecycle | stopSignal: SIGQUIT | lifecycle of main has stopSignal
          MAIN/lifecycle/preStop/httpGet | protocol: H2C | lifecycle of main has protocol
          MAIN/readinessProbe | exec: {command: [ready]} | readinessProbe of main has exec
          MAIN/readinessProbe | grpc: {port: 9000} | readinessProbe of main has grpc
          """)
  void refusesAFieldThatItCannotFollow(String place, String fields, String has) throws Exception {
    refuses(with(pod(), place, fields), has + ", which can't be followed on loopback.");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/spec | restartPolicy: OnFailure"
            + " | spec.restartPolicy is not Always; only gateways are run.",
        "/spec | containers: [] | spec has no containers.",
        "/spec | initContainers: [{name: migrate, image: 'gateway:1'}]"
            + " | init container migrate runs to its end, which is not done here.",
        "/spec | initContainers: [{name: migrate, image: 'gateway:1', restartPolicy: Never}]"
            + " | init container migrate runs to its end, which is not done here.",
        "MAIN | image: 'other:1.0' | image other:1.0 is none of [gateway:].",
        "MAIN | restartPolicy: Never"
            + " | container main is not restarted always; only gateways are run.",
        "MAIN | volumeMounts: [{name: certs, mountPath: /etc/tls}]"
            + " | container main mounts /etc/tls, and nothing can be mounted here.",
        "MAIN | volumeMounts: [{name: memory, mountPath: /run/envoy}]"
            + " | container main mounts /run/envoy, and nothing can be mounted here.",
        "MAIN | {name: ebbgate-drain-sidecar, volumeMounts: [{name: certs, mountPath: /state}]}"
            + " | container ebbgate-drain-sidecar mounts /state, and nothing can be mounted here.",
        "MAIN | env: [{name: KEY, valueFrom: {secretKeyRef: {name: s, key: k}}}]"
            + " | env KEY comes from {\"secretKeyRef\":{\"name\":\"s\",\"key\":\"k\"}},"
            + " not known here.",
        "MAIN | env: [{name: UID, valueFrom: {fieldRef: {fieldPath: metadata.uid}}}]"
            + " | env UID comes from {\"fieldRef\":{\"fieldPath\":\"metadata.uid\"}},"
            + " not known here.",
        "MAIN | env: [{name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}]"
            + " | env CPU comes from {\"resourceFieldRef\":{\"resource\":\"limits.cpu\"}},"
            + " not known here.",
        "MAIN/lifecycle | preStop: {}"
            + " | lifecycle of main has a preStop with other than one handler.",
        "MAIN/lifecycle/preStop | {sleep: {seconds: 1}, httpGet: {port: 80}}"
            + " | lifecycle of main has a preStop with other than one handler.",
        "MAIN/lifecycle/preStop | exec: {command: [drain]}"
            + " | lifecycle of main has a preStop other than httpGet and sleep.",
        "MAIN/lifecycle/preStop | tcpSocket: {port: 80}"
            + " | lifecycle of main has a preStop other than httpGet and sleep.",
        "MAIN/lifecycle/preStop | sleep: {seconds: 31}"
            + " | lifecycle of main sleeps longer than the pod's grace of 30 s.",
        "MAIN/lifecycle/preStop | httpGet: {port: hook}"
            + " | lifecycle of main names the port \"hook\", which it does not have.",
        "MAIN/lifecycle/preStop | httpGet: {path: /v1/drain} | lifecycle of main has no port.",
        "MAIN/lifecycle/preStop | httpGet: {port: 80, scheme: HTTPS}"
            + " | lifecycle of main.scheme is not HTTP, and only that is spoken here.",
        "MAIN/readinessProbe | periodSeconds: 1"
            + " | readinessProbe of main is neither httpGet nor tcpSocket.",
        "MAIN/readinessProbe | tcpSocket: {port: admin}"
            + " | readinessProbe of main names the port \"admin\", which it does not have.",
        "MAIN/readinessProbe | httpGet: {port: 80, scheme: HTTPS}"
            + " | readinessProbe of main.scheme is not HTTP, and only that is spoken here.",
      })
  void refuses(String place, String fields, String sentence) throws Exception {
    refuses(with(pod(), place, fields), sentence);
  }

  /** The API server accepts it; the kubelet looks only in the hook's own container. */
  @Test
  void refusesAHookThatNamesThePortOfAnotherContainer() throws Exception {
    ObjectNode pod = with(pod(), "MAIN/lifecycle/preStop", "httpGet: {port: hook}");
    String other = "{name: agent, image: 'gateway:1', ports: [{name: hook, containerPort: 1}]}";
    pod.withArray("/spec/containers").add(YAML.readTree(other));

    refuses(pod, "lifecycle of main names the port \"hook\", which it does not have.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "restartPolicy: Always",
        "{name: ebbgate-drain-sidecar, volumeMounts: [{name: memory, mountPath: /var/state}]}",
        "{ports: [{name: hook, containerPort: 1}], lifecycle: {preStop: {httpGet: {port: hook}}}}",
        "lifecycle: {preStop: {sleep: {seconds: 30}}}",
        "readinessProbe: {tcpSocket: {port: 1}, successThreshold: 2}",
        "{resources: {limits: {cpu: 1}}, securityContext: {runAsNonRoot: true}}",
      })
  void acceptsWhatItCanFollow(String fields) throws Exception {
    assertThat(container(fields).command()).isNotEmpty();
  }

  private static void refuses(ObjectNode pod, String sentence) {
    assertThatThrownBy(() -> PodReader.read(pod, PLACE))
        .isInstanceOf(RefusedPodException.class)
        .hasMessage(sentence);
  }

  private static PodSpec.Container container(String fields) throws Exception {
    return PodReader.read(with(pod(), "MAIN", fields), PLACE).containers().getFirst();
  }

  private static PodSpec read(String spec) throws Exception {
    return PodReader.read(with(pod(), "/spec", spec), PLACE);
  }

  private static ObjectNode pod() throws Exception {
    return (ObjectNode)
        YAML.readTree(
            """
            metadata: {name: gateway, namespace: edge}
            spec:
              containers: [{name: main, image: "gateway:1.0", ports: [{containerPort: 8080}]}]
              volumes:
                - {name: certs, secret: {secretName: certs}}
                - {name: memory, emptyDir: {medium: Memory}}
            """);
  }

  /** The pod with more fields in that place; {@code MAIN} is its container. */
  private static ObjectNode with(ObjectNode pod, String place, String fields) throws Exception {
    pod.withObject(place.replace("MAIN", "/spec/containers/0"))
        .setAll((ObjectNode) YAML.readTree(fields));
    return pod;
  }
}
