package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which hook, sidecar and Envoy would not meet. */
class WiringCheckTest {
  private static final String CALL = "/spec/containers/0/lifecycle/preStop/httpGet";
  private static final String SIDECAR = "/spec/initContainers/0";

  private static JsonNode patched(String pod, Injection injection) {
    return Injections.patch(Pods.of(pod), injection).patched();
  }

  private static Optional<String> problem(String change) {
    ArrayNode operations = Pods.operations("[" + change + "]");
    JsonNode good = patched(Pods.PLAIN, Injections.agent());
    return WiringCheck.problem(SelfCheck.apply(good, operations).orElseThrow(), Injections.agent());
  }

  @ParameterizedTest
  @CsvSource({
    CALL + "/httpHeaders/0/value, other",
    CALL + "/httpHeaders/0/name, X-Other",
    CALL + "/httpHeaders, []",
    CALL + "/path, /v1/terminating",
    "/spec/containers/0/lifecycle/preStop, '{sleep: {seconds: 1}}'",
    "/spec/containers/0/lifecycle, null",
    SIDECAR + "/lifecycle/preStop/httpGet/httpHeaders/0/value, other",
    SIDECAR + "/lifecycle/preStop/httpGet/path, /v1/drain",
    SIDECAR + "/lifecycle, {}",
    SIDECAR + "/env, '[{name: EBBGATE_TOKEN, value: other}]'",
    SIDECAR + "/env, '[{name: EBBGATE_TOKEN, value: \"\"}]'",
    SIDECAR + "/env, []"
  })
  void seesThatHookAndSidecarWouldNotKnowEachOther(String path, String value) {
    assertThat(problem("{op: replace, path: %s, value: %s}".formatted(path, value)))
        .contains("hook and sidecar would not know each other");
  }

  @ParameterizedTest
  @CsvSource({
    CALL + "/port, ebbgate-hook, the hook of envoy names its port",
    CALL + "/port, '\"15980\"', the hook of envoy names its port",
    CALL + "/port, 15981, the hook of envoy calls a port that is not the sidecar's",
    CALL + "/host, 127.0.0.1, the hook of envoy needs a host exactly on the node's network",
    "/spec/hostNetwork, true, the hook of envoy needs a host exactly on the node's network",
    SIDECAR + "/lifecycle/preStop/httpGet/port, x, the hook of ebbgate-drain-sidecar names its port"
  })
  void seesThatACallWouldGoElsewhere(String path, String value, String sentence) {
    assertThat(problem("{op: add, path: %s, value: %s}".formatted(path, value))).contains(sentence);
  }

  @Test
  void seesAHookWithoutASidecar() {
    assertThat(problem("{op: replace, path: /spec/initContainers, value: []}"))
        .contains("the hook would call a sidecar that the pod lacks");
  }

  @Test
  void asksForNoSidecarWhereTheKubeletSleeps() {
    Injection sleep = Injections.mode(Mode.SLEEP).make();

    assertThat(WiringCheck.problem(patched(Pods.PLAIN, sleep), sleep)).isEmpty();
  }

  @Test
  void seesASidecarThatASleepWouldLeaveUnasked() {
    Injection sleep = Injections.mode(Mode.SLEEP).make();
    String agent = patched(Pods.PLAIN, Injections.agent()).toString();

    assertThat(WiringCheck.problem(patched(agent, sleep), sleep))
        .contains("hook and sidecar would not know each other");
  }

  @ParameterizedTest
  @CsvSource({
    "'{containerPort: 15980}', 15980",
    "'{containerPort: 15980, protocol: TCP}', 15980",
    "'{containerPort: 15981}', 15981"
  })
  void seesThatAnotherContainerListensThere(String port, int number) {
    for (String list : new String[] {"containers/-", "initContainers/0"}) {
      String other = "{name: other, ports: [{containerPort: 1}, %s]}".formatted(port);

      assertThat(problem("{op: add, path: /spec/%s, value: %s}".formatted(list, other)))
          .contains("container other listens on %d, which the sidecar needs".formatted(number));
    }
  }

  @ParameterizedTest
  @CsvSource({"15980, true, 15980", "15981, true, 15981", "15980, false, ", "8080, true, "})
  void seesAHostPortThatTheSidecarNeedsOnTheNodesNetwork(
      int hostPort, boolean onHost, String clash) {
    String pod =
        """
        spec:
          hostNetwork: %s
          containers: [{name: envoy, ports: [{containerPort: 443, hostPort: %d}]}]
        """
            .formatted(onHost, hostPort);
    Injections agent = Injections.mode(Mode.AGENT);
    Injection injection = (onHost ? agent.onHostNetwork() : agent).make();

    assertThat(WiringCheck.problem(patched(pod, injection), injection))
        .isEqualTo(
            Optional.ofNullable(clash)
                .map(port -> "container envoy listens on " + port + ", which the sidecar needs"));
  }

  @Test
  void takesAnotherProtocolForNoClash() {
    String other = "{name: other, ports: [{containerPort: 15980, protocol: UDP}]}";

    assertThat(problem("{op: add, path: /spec/containers/-, value: " + other + "}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "$(EBBGATE_POD_IP):15980, false, true",
    "127.0.0.1:15980, false, false",
    "127.0.0.1:15980, true, true",
    "localhost:15980, true, true",
    "127.0.0.1:15981, true, false"
  })
  void seesThatTheSidecarsOwnPortsClash(String control, boolean onHost, boolean clash) {
    Injections agent = Injections.mode(Mode.AGENT).control(control);
    String pod = "{spec: {hostNetwork: %s, containers: [{name: envoy}]}}".formatted(onHost);
    Injection injection = (onHost ? agent.onHostNetwork() : agent).make();

    assertThat(WiringCheck.problem(patched(pod, injection), injection))
        .isEqualTo(
            clash ? Optional.of("hook and control port would both be 15980") : Optional.empty());
  }

  /** A sidecar that was injected before, and a container with its ports under another name. */
  private static JsonNode withTwins(int ports, TextNode port) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < ports; i++) {
      list.addObject().set("name", port);
    }
    ObjectNode pod = patched(Pods.PLAIN, Injections.agent()).deepCopy();
    ObjectNode sidecar = (ObjectNode) pod.at(SIDECAR);
    sidecar.remove("name");
    sidecar.set("ports", list);
    ObjectNode twin = sidecar.deepCopy().put("name", "other");
    sidecar.put("name", "ebbgate-drain-sidecar");
    ((ArrayNode) pod.at("/spec/initContainers")).add(twin);
    return pod;
  }

  @Test
  void comparesEachContainerWithTheSidecarOnce() {
    CountedNode port = new CountedNode("p");

    Optional<String> problem = WiringCheck.problem(withTwins(1_000, port), Injections.agent());

    assertThat(problem).isEmpty();
    assertThat(port.comparisons).isLessThanOrEqualTo(1_000);
  }

  /** A text that counts how often it is compared. */
  private static final class CountedNode extends TextNode {
    private static final long serialVersionUID = 1L;

    private long comparisons;

    CountedNode(String text) {
      super(text);
    }

    @Override
    public boolean equals(Object other) {
      comparisons++;
      return super.equals(other);
    }

    @Override
    public int hashCode() {
      return super.hashCode();
    }
  }

  @Test
  void seesThatTheAdminSocketIsNotShared() {
    Injection injection = Injections.agent("unix:/admin/s");

    assertThat(WiringCheck.problem(patched(Pods.PLAIN, injection), injection))
        .contains("container envoy mounts no volume with unix:/admin/s");
  }
}
