package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidecarContainerTest {
  private static JsonNode sidecar(String pod, Injection injection) {
    ObjectNode tree = Pods.of(pod);
    return SidecarContainer.of(
        tree, tree.at("/spec/containers/0"), injection, Injections.INPUTS, Tree.grace(tree));
  }

  private static String variable(JsonNode sidecar, String name) {
    int index = Tree.indexOf(sidecar.path("env"), name);
    return sidecar.path("env").path(index).path("value").asText();
  }

  @ParameterizedTest
  @CsvSource({"30, 30s", "86400, 86400s", "604800, 86400s"})
  void isToldNoLongerGraceThanItReads(long seconds, String told) {
    String pod =
        "{spec: {terminationGracePeriodSeconds: %d, containers: [{name: envoy}]}}"
            .formatted(seconds);

    String grace = variable(sidecar(pod, Injections.agent()), Env.GRACE_PERIOD);

    assertThat(grace).isEqualTo(told);
    assertThat(DurationText.parse(grace)).isPresent();
  }

  @Test
  void listensOnThePodsAddressOrOnLoopbackOfANode() {
    Injection onHost = Injections.mode(Mode.AGENT).onHostNetwork().make();

    assertThat(variable(sidecar(Pods.PLAIN, Injections.agent()), Env.HOOK_ADDRESS))
        .isEqualTo("$(EBBGATE_POD_IP):15980");
    assertThat(variable(sidecar(Pods.PLAIN, onHost), Env.HOOK_ADDRESS))
        .isEqualTo("127.0.0.1:15980");
  }

  @Test
  void declaresBothItsPortsOnTheNodesNetwork() {
    Injection onHost =
        Injections.mode(Mode.AGENT).onHostNetwork().control("127.0.0.1:16000").make();

    assertThat(sidecar(Pods.PLAIN, onHost).path("ports"))
        .extracting(port -> port.path("containerPort").asInt())
        .containsExactly(15980, 16000);
    assertThat(sidecar(Pods.PLAIN, Injections.agent()).path("ports")).hasSize(1);
  }

  /** The kubelet expands a reference only to what stands before it. */
  @Test
  void namesThePodsAddressBeforeItIsReferredTo() {
    JsonNode env = sidecar(Pods.PLAIN, Injections.agent()).path("env");

    assertThat(Tree.indexOf(env, Env.POD_IP)).isLessThan(Tree.indexOf(env, Env.HOOK_ADDRESS));
    assertThat(Tree.indexOf(env, Env.POD_IP)).isLessThan(Tree.indexOf(env, Env.ADMIN));
  }

  @Test
  void isToldSettingsThatDifferFromTheirDefaultOnly() {
    Injection injection = Injections.mode(Mode.AGENT).with(Setting.MIN_DRAIN, "8s").make();

    JsonNode sidecar = sidecar(Pods.PLAIN, injection);

    assertThat(variable(sidecar, Setting.MIN_DRAIN.env())).isEqualTo("8s");
    assertThat(Tree.indexOf(sidecar.path("env"), Setting.DRAIN_TIMEOUT.env())).isNegative();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1:9901 | {}              | {}              | 0
          127.0.0.1:9901 | {}              | {runAsUser: 77} | 0
          127.0.0.1:9901 | {runAsUser: 0}  | {}              | 65532
          127.0.0.1:9901 | {runAsUser: 77} | {}              | 0
          unix:/admin/s  | {}              | {runAsUser: 77} | 77
          unix:/admin/s  | {runAsUser: 0}  | {runAsUser: 77} | 77
          unix:/admin/s  | {runAsUser: 0}  | {runAsUser: 0}  | 65532
          unix:/admin/s  | {runAsUser: 77} | {}              | 0
          unix:/admin/s  | {runAsUser: 77} | {runAsUser: 0}  | 0
          """)
  void runsAsAnotherUserOnlyWhereItMust(String admin, String pod, String gateway, long user) {
    String tree =
        "{spec: {securityContext: %s, containers: [{name: envoy, securityContext: %s}]}}"
            .formatted(pod, gateway);

    JsonNode security = sidecar(tree, Injections.agent(admin)).path("securityContext");

    assertThat(security.path("runAsUser").asLong()).isEqualTo(user);
    assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unix:/admin/s  | {runAsUser: 77, runAsGroup: 88} | 88
          unix:/admin/s  | {runAsUser: 77, runAsGroup: 0}  | 0
          unix:/admin/s  | {runAsUser: 0, runAsGroup: 88}  | 0
          127.0.0.1:9901 | {runAsUser: 77, runAsGroup: 88} | 0
          """)
  void isOfTheGroupOfAGatewayWhoseSocketItUses(String admin, String gateway, long group) {
    String tree = "{spec: {containers: [{name: envoy, securityContext: %s}]}}".formatted(gateway);

    JsonNode security = sidecar(tree, Injections.agent(admin)).path("securityContext");

    assertThat(security.path("runAsGroup").asLong()).isEqualTo(group);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                      | {}                                      | false
          {}                                      | {runAsUser: 1337}                       | false
          {seccompProfile: {type: RuntimeDefault}} | {}                                     | true
          {}                                      | {seccompProfile: {type: RuntimeDefault}} | true
          {}                                      | {seccompProfile: {type: Localhost}}     | true
          """)
  void hasASeccompProfileWherePodOrGatewayHasOne(String pod, String gateway, boolean has) {
    String tree =
        "{spec: {securityContext: %s, containers: [{name: envoy, securityContext: %s}]}}"
            .formatted(pod, gateway);

    JsonNode security = sidecar(tree, Injections.agent()).path("securityContext");

    assertThat(security.path("seccompProfile").path("type").asText())
        .isEqualTo(has ? "RuntimeDefault" : "");
  }

  /** The kubelet keeps 12 KiB of the messages of all containers, and the same of each. */
  @ParameterizedTest
  @CsvSource({"11, ''", "12, 945", "13, 877", "40, 299"})
  void tellsTheSidecarItsShareOfTheMessagesWhereThatIsShort(int others, String limit) {
    ObjectNode pod = Pods.of(Pods.PLAIN);
    for (int i = 1; i < others; i++) {
      pod.withArray("/spec/containers").addObject().put("name", "c" + i);
    }
    JsonNode patched = Injections.patch(pod, Injections.agent()).patched();
    JsonNode env = Tree.sidecar(patched).orElseThrow().path("env");

    assertThat(Tree.named(env, Env.MESSAGE_LIMIT).path("value").asText()).isEqualTo(limit);
    assertThat(Injections.patch((ObjectNode) patched, Injections.agent()).operations()).isEmpty();
  }
}
