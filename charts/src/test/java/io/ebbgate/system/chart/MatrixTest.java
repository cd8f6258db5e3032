package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.RenderedChart;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the values are, what comes out is objects that an API server takes. */
class MatrixTest {
  private static final Set<String> OF_THE_CLUSTER =
      Set.of("ClusterRole", "ClusterRoleBinding", "MutatingWebhookConfiguration");
  private static final List<String> RECOMMENDED =
      List.of("name", "instance", "version", "component", "part-of", "managed-by");

  /** Every way to get a certificate with every switch on and off. */
  static Stream<String> matrix() {
    List<String> values = new ArrayList<>(ValueSets.all());
    for (String tls : List.of("self", "cert-manager", "provided")) {
      for (int switches = 0; switches < 1 << 5; switches++) {
        values.add(
            """
            tls: {mode: %s, provided: {secretName: mine}}
            webhook: {annotations: {filled: elsewhere}, failurePolicy: %s}
            networkPolicy: {enabled: %s, egress: {enabled: %s}}
            hostNetwork: %s
            serviceAccount: {create: %s}
            test: {enabled: %s}
            """
                .formatted(
                    tls,
                    on(switches, 0) ? "Fail" : "Ignore",
                    on(switches, 1),
                    on(switches, 2),
                    on(switches, 3),
                    on(switches, 4),
                    on(switches, 1)));
      }
    }
    return values.stream();
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void everyObjectHasItsNamePlaceAndLabels(String values) {
    List<ObjectNode> documents = HelmChart.everything(values).documents();

    assertThat(documents).allSatisfy(MatrixTest::isWhole);
    assertThat(documents).map(MatrixTest::identity).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void aSecondRenderingHasTheSameBytes(String values) {
    assertThat(HelmChart.text(HelmChart.RELEASE, HelmChart.NAMESPACE, values))
        .isEqualTo(HelmChart.text(HelmChart.RELEASE, HelmChart.NAMESPACE, values));
  }

  /** YAML takes 1e3, true and null for something else than text. */
  @ParameterizedTest
  @CsvSource({"ebbgate,1e3", "e1,true", "true,0123", "x,null", "release-1,1"})
  void namesThatLookLikeSomethingElseStayText(String release, String namespace) {
    List<ObjectNode> documents = HelmChart.rendered(release, namespace, ValueSets.FULL).documents();

    assertThat(documents)
        .allSatisfy(each -> {
          JsonNode metadata = each.path("metadata");
          assertThat(metadata.path("name").isTextual()).isTrue();
          assertThat(metadata.path("labels").valueStream()).allMatch(JsonNode::isTextual);
          assertThat(metadata.path("annotations").valueStream()).allMatch(JsonNode::isTextual);
          assertThat(metadata.path("namespace").asText(namespace)).isEqualTo(namespace);
        });
    JsonNode env =
        HelmChart.rendered(release, namespace, ValueSets.FULL)
            .tree("Deployment")
            .at("/spec/template/spec/containers/0/env");
    assertThat(env.valueStream())
        .allMatch(each -> each.path("valueFrom").isObject() || each.path("value").isTextual());
  }

  @Test
  void theLongestNamesStillFit() {
    String release = "r".repeat(53);
    RenderedChart chart = HelmChart.rendered(release, "n".repeat(63), HelmChart.NO_VALUES);

    assertThat(chart.documents())
        .allSatisfy(each -> {
          assertThat(each.at("/metadata/name").asText()).hasSizeLessThanOrEqualTo(253);
          assertThat(each.at("/metadata/labels").valueStream())
              .allSatisfy(label -> assertThat(label.asText()).hasSizeLessThanOrEqualTo(63));
        });
    assertThat(chart.tree("Service").at("/metadata/name").asText()).hasSizeLessThanOrEqualTo(63);
  }

  /** The Deployment's selector can't be changed by an upgrade. */
  @Test
  void whatSelectsStaysTheSameWithAnyValues() {
    assertThat(ValueSets.all())
        .map(values -> HelmChart.rendered(values).only(Deployment.class).getSpec().getSelector())
        .allSatisfy(selector ->
            assertThat(selector.getMatchLabels())
                .containsOnlyKeys(
                    "app.kubernetes.io/name",
                    "app.kubernetes.io/instance",
                    "app.kubernetes.io/component"));
  }

  @Test
  void twoReleasesDoNotMeet() {
    List<String> one = identities("ebbgate", "one");
    List<String> other = identities("ebbgate", "other");
    List<String> beside = identities("second", "one");

    assertThat(one).doesNotContainAnyElementsOf(other).doesNotContainAnyElementsOf(beside);
  }

  private static List<String> identities(String release, String namespace) {
    return HelmChart.rendered(release, namespace, ValueSets.CERT_MANAGER).documents().stream()
        .map(MatrixTest::identity)
        .toList();
  }

  private static String identity(JsonNode object) {
    return "%s %s/%s"
        .formatted(
            object.path("kind").asText(),
            object.at("/metadata/namespace").asText(),
            object.at("/metadata/name").asText());
  }

  private static void isWhole(ObjectNode object) {
    assertThat(object.path("apiVersion").asText()).doesNotContain("beta").isNotEmpty();
    assertThat(object.at("/metadata/name").asText()).matches("[a-z0-9]([-.a-z0-9]*[a-z0-9])?");
    assertThat(object.at("/metadata").has("namespace"))
        .isEqualTo(!OF_THE_CLUSTER.contains(object.path("kind").asText()));
    for (String label : RECOMMENDED) {
      assertThat(object.at("/metadata/labels/app.kubernetes.io~1" + label).asText())
          .as("%s of %s", label, identity(object))
          .isNotEmpty();
    }
  }

  private static boolean on(int switches, int bit) {
    return (switches >> bit & 1) == 1;
  }
}
