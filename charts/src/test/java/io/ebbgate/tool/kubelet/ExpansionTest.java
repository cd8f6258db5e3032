package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Kubernetes expands references to variables, and where. */
class ExpansionTest {
  private static final Map<String, String> VARIABLES =
      Map.of("A", "one", "B", "two", "EMPTY", "", "NESTED", "$(A)", "DOLLAR", "$$");

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "plain,plain",
        "$(A),one",
        "-$(A)-$(B)-,-one-two-",
        "$(A)$(A),oneone",
        "<$(EMPTY)>,<>",
        "$(UNKNOWN),$(UNKNOWN)",
        "$(UNKNOWN)$(A),$(UNKNOWN)one",
        "$$(A),$(A)",
        "$$$(A),$one",
        "$$$$(A),$$(A)",
        "$$,$",
        "100$,100$",
        "$A ${A} $(A,$A ${A} $(A",
        "$A),$A)",
        "$(),$()",
        "$( A ),$( A )",
        "$(NESTED),$(A)",
        "$(DOLLAR)(A),$$(A)",
        "$($(A)),$($(A))",
        "$(A$(B)),$(A$(B))",
        "\\$(A),\\one",
      })
  void expandsAsTheKubeletDoes(String text, String expanded) {
    assertThat(Expansion.expand(text, VARIABLES)).isEqualTo(expanded);
  }

  @Test
  void expandsAVariableByThoseBeforeItOnly() throws Exception {
    ContainerSpec container =
        read(
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
        read(
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
        read(
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
        read(
            """
            command: ["/opt/$(TOOL)", run]
            args: ["--verbose"]
            env: [{name: TOOL, value: envoy}]
            """);

    assertThat(container.command()).containsExactly("/opt/envoy", "run", "--verbose");
  }

  private static ContainerSpec read(String fields) throws Exception {
    YAMLMapper yaml = new YAMLMapper();
    ObjectNode pod =
        (ObjectNode)
            yaml.readTree(
                """
                metadata: {name: gateway, namespace: edge}
                spec: {containers: [{name: main, image: "gateway:1.0"}]}
                """);
    ((ObjectNode) pod.at("/spec/containers/0")).setAll((ObjectNode) yaml.readTree(fields));
    PodSandbox place =
        new PodSandbox(
            InetAddress.ofLiteral("127.77.0.9"),
            Path.of("unused"),
            Map.of("gateway:", List.of("/bin/gateway")));
    return PodReader.read(pod, place).containers().getFirst();
  }
}
