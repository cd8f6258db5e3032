package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.RenderedChart;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The webhook's registration. */
class RegistrationTest {
  private final MutatingWebhook registered = HelmChart.rendered(HelmChart.NO_VALUES).registration();

  /** For pods that are created and for nothing else, again after others, and failing open. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rules                   | [{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["pods"],"scope":"Namespaced"}]
          matchPolicy             | "Equivalent"
          admissionReviewVersions | ["v1"]
          failurePolicy           | "Ignore"
          timeoutSeconds          | 5
          reinvocationPolicy      | "IfNeeded"
          sideEffects             | "None"
          """)
  void asksForPodsThatAreCreatedAndLetsThemPassWhileNoReplicaAnswers(String field, String json)
      throws JsonProcessingException {
    JsonNode webhook =
        HelmChart.rendered(HelmChart.NO_VALUES)
            .tree("MutatingWebhookConfiguration")
            .at("/webhooks/0");

    assertThat(webhook.path(field)).isEqualTo(new ObjectMapper().readTree(json));
  }

  /** API servers go by the names, and Istio's would otherwise rewrite the sidecar's hook. */
  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void isCalledAfterTheInjectorsOfMeshes(String values) {
    assertThat(HelmChart.rendered(values).name(MutatingWebhookConfiguration.class))
        .isGreaterThan("consul-connect-injector")
        .isGreaterThan("istio-sidecar-injector")
        .isGreaterThan("istio-revision-tag-default")
        .isGreaterThan("kuma-admission-mutating-webhook-configuration")
        .isGreaterThan("linkerd-proxy-injector-webhook-config");
  }

  /** Under Fail the webhook could otherwise not start itself. */
  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void neverAsksForPodsOfTheOwnNamespaceOrTheClustersOwn(String values) {
    assertThat(excluded(HelmChart.rendered(values).registration()))
        .contains(HelmChart.NAMESPACE, "kube-system", "kube-public", "kube-node-lease");
  }

  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void excludesTheNamespacesThatTheProgramExcludes(String values) {
    RenderedChart chart = HelmChart.rendered(values);
    String others = chart.variable(WebhookEnv.EXCLUDED_NAMESPACES);

    assertThat(excluded(chart.registration()))
        .containsExactlyInAnyOrderElementsOf(
            List.of((HelmChart.NAMESPACE + "," + others).split(",", -1)));
  }

  @Test
  void letsCertManagerStartWhileOurCertificateIsMissing() {
    assertThat(excluded(HelmChart.rendered(ValueSets.CERT_MANAGER).registration()))
        .contains("cert-manager");
  }

  /** A namespace by any word for no; a pod by one, as the others are warned of. */
  @Test
  void leavesAloneWhatOptedOut() {
    assertThat(registered.getObjectSelector().getMatchExpressions())
        .contains(new LabelSelectorRequirement(Labels.INJECT, "NotIn", List.of("false")));
    assertThat(words(registered, "NotIn"))
        .containsExactlyInAnyOrderElementsOf(spellings(Labels.INJECT_OUT));
  }

  @Test
  void keepsToLabelledNamespacesWhereAsked() {
    MutatingWebhook labelled = HelmChart.rendered("webhook: {namespaces: labelled}").registration();

    assertThat(words(labelled, "In"))
        .containsExactlyInAnyOrderElementsOf(spellings(Labels.INJECT_IN));
  }

  private static List<String> words(MutatingWebhook webhook, String operator) {
    return webhook.getNamespaceSelector().getMatchExpressions().stream()
        .filter(each -> each.getKey().equals(Labels.INJECT))
        .filter(each -> each.getOperator().equals(operator))
        .flatMap(each -> each.getValues().stream())
        .toList();
  }

  private static List<String> spellings(Set<String> words) {
    return words.stream()
        .flatMap(word ->
            Stream.of(
                word,
                word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1),
                word.toUpperCase(Locale.ROOT)))
        .toList();
  }

  @Test
  void doesNotEvenSendWhatIsLeftAloneAnyway() {
    assertThat(registered.getMatchConditions())
        .map(MatchCondition::getName)
        .containsExactly("restarted-always", "not-a-mirror-pod", "not-windows");
  }

  /** An upgrade would put the chart's field back and the program's work away. */
  @ParameterizedTest
  @ValueSource(strings = {HelmChart.NO_VALUES, ValueSets.CERT_MANAGER, ValueSets.FAIL})
  void hasNoBundleWhereAnotherControllerFillsIt(String values) {
    RenderedChart chart = HelmChart.rendered(values);

    assertThat(chart.registration().getClientConfig().getCaBundle()).isNull();
    assertThat(chart.tree("MutatingWebhookConfiguration").findValue("caBundle")).isNull();
  }

  @Test
  void hasTheBundleThatWasProvided() {
    String bundle =
        HelmChart.rendered(ValueSets.PROVIDED).registration().getClientConfig().getCaBundle();

    assertThat(new String(Base64.getDecoder().decode(bundle), StandardCharsets.US_ASCII))
        .startsWith("-----BEGIN CERTIFICATE-----\n")
        .endsWith("-----END CERTIFICATE-----\n");
  }

  @Test
  void namesTheCertificateWhoseCaCertManagerFillsIn() {
    RenderedChart chart = HelmChart.rendered(ValueSets.CERT_MANAGER);

    assertThat(chart.only(MutatingWebhookConfiguration.class).getMetadata().getAnnotations())
        .containsEntry("cert-manager.io/inject-ca-from", HelmChart.NAMESPACE + "/ebbgate-tls");
    assertThat(chart.documents())
        .filteredOn(each -> each.path("kind").asText().equals("Certificate"))
        .map(each -> each.at("/metadata/name").asText())
        .contains("ebbgate-tls");
  }

  /** A review has no labels of its namespace: each namespace is in one of two registrations. */
  @Test
  void separatesPrivilegedNamespacesByPathWhereConnectionsMayBeClosed() {
    MutatingWebhookConfiguration both =
        HelmChart.rendered("selectiveClose: true").only(MutatingWebhookConfiguration.class);

    assertThat(both.getWebhooks())
        .map(each -> each.getClientConfig().getService().getPath())
        .containsExactly(Paths.MUTATE, Paths.MUTATE_PRIVILEGED);
    assertThat(both.getWebhooks())
        .map(each -> each.getNamespaceSelector().getMatchExpressions())
        .satisfiesExactly(
            others ->
                assertThat(others)
                    .contains(
                        new LabelSelectorRequirement(
                            Labels.POD_SECURITY, "NotIn", List.of("privileged"))),
            privileged ->
                assertThat(privileged)
                    .contains(
                        new LabelSelectorRequirement(
                            Labels.POD_SECURITY, "In", List.of("privileged"))));
  }

  private static List<String> excluded(MutatingWebhook webhook) {
    return webhook.getNamespaceSelector().getMatchExpressions().stream()
        .filter(each -> each.getKey().equals("kubernetes.io/metadata.name"))
        .filter(each -> each.getOperator().equals("NotIn"))
        .findFirst()
        .orElseThrow()
        .getValues();
  }
}
