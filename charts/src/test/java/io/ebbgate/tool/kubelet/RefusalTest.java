package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be followed on loopback is refused before anything is started, and says why. */
class RefusalTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final PodSandbox PLACE =
      new PodSandbox(
          InetAddress.ofLiteral("127.77.0.9"),
          Path.of("unused"),
          Map.of("gateway:", List.of("/bin/gateway")));

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "hostNetwork: true | spec has hostNetwork, which can't be followed on loopback.",
        "hostPID: true | spec has hostPID, which can't be followed on loopback.",
        "shareProcessNamespace: true |"
            + " spec has shareProcessNamespace, which can't be followed on loopback.",
        "activeDeadlineSeconds: 5 |"
            + " spec has activeDeadlineSeconds, which can't be followed on loopback.",
        "restartPolicy: OnFailure | spec.restartPolicy is not Always; only gateways are run.",
        "containers: [] | spec has no containers.",
        "initContainers: [{name: migrate, image: 'gateway:1'}] |"
            + " init container migrate runs to its end, which is not done here.",
        "initContainers: [{name: migrate, image: 'gateway:1', restartPolicy: Never}] |"
            + " init container migrate runs to its end, which is not done here.",
      })
  void refusesAPodBy(String field, String sentence) throws Exception {
    JsonNode pod = pod("{}");
    ((ObjectNode) pod.path("spec")).setAll((ObjectNode) YAML.readTree(field));

    refuses(pod, sentence);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "image: 'other:1.0' | image other:1.0 is none of [gateway:].",
        "workingDir: /srv | container main has workingDir, which can't be followed on loopback.",
        "envFrom: [] | container main has envFrom, which can't be followed on loopback.",
        "restartPolicy: Never |"
            + " container main is not restarted always; only gateways are run.",
        "volumeMounts: [{name: certs, mountPath: /etc/tls}] |"
            + " container main mounts /etc/tls, and nothing can be mounted here.",
        "volumeMounts: [{name: memory, mountPath: /run/envoy}] |"
            + " container main mounts /run/envoy, and nothing can be mounted here.",
        "env: [{name: KEY, valueFrom: {secretKeyRef: {name: s, key: k}}}] |"
            + " env KEY comes from {\"secretKeyRef\":{\"name\":\"s\",\"key\":\"k\"}},"
            + " not known here.",
        "env: [{name: UID, valueFrom: {fieldRef: {fieldPath: metadata.uid}}}] |"
            + " env UID comes from {\"fieldRef\":{\"fieldPath\":\"metadata.uid\"}},"
            + " not known here.",
        "env: [{name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}] |"
            + " env CPU comes from {\"resourceFieldRef\":{\"resource\":\"limits.cpu\"}},"
            + " not known here.",
      })
  void refusesAContainerBy(String field, String sentence) throws Exception {
    refuses(pod(field), sentence);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{postStart: {sleep: {seconds: 1}}} |"
            + " lifecycle of main has postStart, which can't be followed on loopback.",
        "{stopSignal: SIGQUIT} |"
            + " lifecycle of main has stopSignal, which can't be followed on loopback.",
        "{preStop: {}} | lifecycle of main has a preStop with other than one handler.",
        "{preStop: {sleep: {seconds: 1}, httpGet: {port: 80}}} |"
            + " lifecycle of main has a preStop with other than one handler.",
        "{preStop: {exec: {command: [drain]}}} |"
            + " lifecycle of main has a preStop other than httpGet and sleep.",
        "{preStop: {tcpSocket: {port: 80}}} |"
            + " lifecycle of main has a preStop other than httpGet and sleep.",
        "{preStop: {sleep: {seconds: 31}}} |"
            + " lifecycle of main sleeps longer than the pod's grace of 30 s.",
        "{preStop: {httpGet: {port: hook}}} |"
            + " lifecycle of main names the port \"hook\", which it does not have.",
        "{preStop: {httpGet: {path: /v1/drain}}} | lifecycle of main has no port.",
        "{preStop: {httpGet: {port: 80, scheme: HTTPS}}} |"
            + " lifecycle of main.scheme is not HTTP, and only that is spoken here.",
        "{preStop: {httpGet: {port: 80, protocol: H2C}}} |"
            + " lifecycle of main has protocol, which can't be followed on loopback.",
      })
  void refusesALifecycleOf(String lifecycle, String sentence) throws Exception {
    refuses(pod("{ports: [{containerPort: 8080}], lifecycle: " + lifecycle + "}"), sentence);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{exec: {command: [ready]}} |"
            + " readinessProbe of main has exec, which can't be followed on loopback.",
        "{grpc: {port: 9000}} |"
            + " readinessProbe of main has grpc, which can't be followed on loopback.",
        "{periodSeconds: 1} | readinessProbe of main is neither httpGet nor tcpSocket.",
        "{tcpSocket: {port: admin}} |"
            + " readinessProbe of main names the port \"admin\", which it does not have.",
        "{httpGet: {port: 80, scheme: HTTPS}} |"
            + " readinessProbe of main.scheme is not HTTP, and only that is spoken here.",
      })
  void refusesAProbeOf(String probe, String sentence) throws Exception {
    refuses(pod("readinessProbe: " + probe), sentence);
  }

  /** The API server accepts it; the kubelet looks only in the hook's own container. */
  @Test
  void refusesAHookThatNamesThePortOfAnotherContainer() throws Exception {
    ObjectNode pod = (ObjectNode) pod("lifecycle: {preStop: {httpGet: {port: hook}}}");
    pod.withArray("/spec/containers")
        .add(
            YAML.readTree(
                "{name: agent, image: 'gateway:1', ports: [{name: hook, containerPort: 1}]}"));

    refuses(pod, "lifecycle of main names the port \"hook\", which it does not have.");
  }

  @Test
  void refusesADiskThatOurSidecarMounts() throws Exception {
    JsonNode pod =
        pod("{name: ebbgate-drain-sidecar, volumeMounts: [{name: certs, mountPath: /var/state}]}");

    refuses(
        pod, "container ebbgate-drain-sidecar mounts /var/state, and nothing can be mounted here.");
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
    JsonNode pod = pod(fields);

    assertThatCode(() -> PodReader.read(pod, PLACE)).doesNotThrowAnyException();
  }

  private static JsonNode pod(String fields) throws Exception {
    JsonNode pod =
        YAML.readTree(
            """
            metadata: {name: gateway}
            spec:
              containers: [{name: main, image: "gateway:1.0"}]
              volumes:
                - {name: certs, secret: {secretName: certs}}
                - {name: memory, emptyDir: {medium: Memory}}
            """);
    ((ObjectNode) pod.at("/spec/containers/0")).setAll((ObjectNode) YAML.readTree(fields));
    return pod;
  }

  private static void refuses(JsonNode pod, String sentence) {
    assertThatThrownBy(() -> PodReader.read(pod, PLACE))
        .isInstanceOf(RefusedPodException.class)
        .hasMessage(sentence);
  }
}
