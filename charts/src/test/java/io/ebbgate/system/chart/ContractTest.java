package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.tool.chart.Constants;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.RenderedChart;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chart and programs use the same names, numbers and paths. */
class ContractTest {
  /** OpenTelemetry's own. */
  private static final String OTHERS = "OTEL_";

  private final RenderedChart chart = HelmChart.rendered(HelmChart.NO_VALUES);

  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void tellsTheProgramNothingThatItDoesNotRead(String values) throws IllegalAccessException {
    assertThat(HelmChart.rendered(values).environment().keySet())
        .filteredOn(name -> !name.startsWith(OTHERS))
        .isSubsetOf(known());
  }

  /** Those that stand for a file have a Secret in the chart, and the reverse. */
  @Test
  void tellsTheProgramEverythingThatItReads() throws IllegalAccessException {
    Set<String> rendered = new TreeSet<>();
    ValueSets.all()
        .forEach(values -> rendered.addAll(HelmChart.rendered(values).environment().keySet()));
    Set<String> unset = new TreeSet<>(known());
    unset.removeAll(rendered);

    assertThat(unset).containsExactly(WebhookEnv.TOKEN_KEY_FILE);
  }

  @Test
  void setsEveryDefaultByItsSetting() {
    for (Setting setting : Setting.values()) {
      String given = setting.fallback().isEmpty() ? "executor:9003" : setting.fallback();
      String values = "defaults: {%s: '%s'}".formatted(DefaultValue.value(setting), given);

      assertThat(HelmChart.rendered(values).environment())
          .containsEntry(WebhookEnv.defaultOf(setting), given);
    }
  }

  @Test
  void leavesDefaultsThatAreNotSetToTheProgram() {
    assertThat(chart.environment())
        .doesNotContainKeys(
            Stream.of(Setting.values()).map(WebhookEnv::defaultOf).toArray(String[]::new));
  }

  @Test
  void listensOnTheContractsPorts() {
    assertThat(port(chart.webhook(), "admission")).isEqualTo(Ports.ADMISSION);
    assertThat(port(chart.webhook(), "operations")).isEqualTo(Ports.OPERATIONS);
  }

  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void listensWhereTheContainerSaysItDoes(String values) {
    RenderedChart any = HelmChart.rendered(values);

    assertThat(any.environment())
        .containsEntry(WebhookEnv.LISTEN, "0.0.0.0:" + port(any.webhook(), "admission"))
        .containsEntry(
            WebhookEnv.OPERATIONS_LISTEN, "0.0.0.0:" + port(any.webhook(), "operations"));
  }

  @Test
  void asksForNoClientCertificateByDefault() {
    assertThat(chart.environment()).doesNotContainKey(WebhookEnv.CLIENT_CA);
  }

  /** The CA's key, which a Secret of cert-manager holds too, does not reach the pod. */
  @ParameterizedTest
  @ValueSource(strings = {"secretName", "configMapName"})
  void mountsTheCaOfClientsAloneWhereTheProgramReadsIt(String source) {
    RenderedChart secured =
        HelmChart.rendered("admission: {clientCA: {%s: mine, key: a.pem}}".formatted(source));
    JsonNode pod = secured.tree("Deployment").at("/spec/template/spec");
    JsonNode mount = named(pod.at("/containers/0/volumeMounts"), "client-ca");
    JsonNode volume = named(pod.path("volumes"), "client-ca");
    JsonNode items = volume.findValue("items");

    assertThat(items).hasSize(1);
    assertThat(items.at("/0/key").asText()).isEqualTo("a.pem");
    assertThat(secured.variable(WebhookEnv.CLIENT_CA))
        .isEqualTo(mount.path("mountPath").asText() + "/" + items.at("/0/path").asText());
    assertThat(mount.path("readOnly").asBoolean()).isTrue();
  }

  private static JsonNode named(JsonNode list, String name) {
    return list.valueStream()
        .filter(each -> each.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void isReachedThroughItsServiceWhereTheRegistrationSays() {
    var reference = chart.registration().getClientConfig().getService();
    Service service = chart.only(Service.class);

    assertThat(reference.getPath()).isEqualTo(Paths.MUTATE);
    assertThat(reference.getName()).isEqualTo(service.getMetadata().getName());
    assertThat(reference.getNamespace()).isEqualTo(service.getMetadata().getNamespace());
    assertThat(service.getSpec().getPorts())
        .filteredOn(port -> port.getPort().equals(reference.getPort()))
        .singleElement()
        .extracting(port -> port.getTargetPort().getStrVal())
        .isEqualTo("admission");
  }

  @Test
  void selectsItsPodsInServiceAndDeployment() {
    assertThat(chart.labels())
        .containsAllEntriesOf(chart.only(Service.class).getSpec().getSelector())
        .containsAllEntriesOf(
            chart.only(Deployment.class).getSpec().getSelector().getMatchLabels());
    assertThat(chart.only(Service.class).getSpec().getPorts())
        .map(ServicePort::getTargetPort)
        .allSatisfy(target -> assertThat(port(chart.webhook(), target.getStrVal())).isPositive());
  }

  @Test
  void asksForHealthWhereTheProgramAnswers() {
    Container webhook = chart.webhook();

    assertThat(Stream.of(webhook.getLivenessProbe(), webhook.getStartupProbe()))
        .allSatisfy(probe -> assertThat(where(probe)).isEqualTo("operations" + Paths.HEALTHZ));
    assertThat(where(webhook.getReadinessProbe())).isEqualTo("operations" + Paths.READYZ);
  }

  @Test
  void isKnownByTheNameTheApiServerChecks() {
    Service service = chart.only(Service.class);
    String host =
        service.getMetadata().getName() + "." + service.getMetadata().getNamespace() + ".svc";

    assertThat(chart.variable(WebhookEnv.TLS_NAMES).split(",", -1)).contains(host);
  }

  @Test
  void scrapesSidecarsWhereTheyAnswer() {
    RenderedChart monitored = HelmChart.rendered(ValueSets.MONITORED);
    JsonNode sidecars = monitored.tree("PodMonitor").path("spec");
    JsonNode webhook = monitored.tree("ServiceMonitor").path("spec");

    assertThat(sidecars.at("/podMetricsEndpoints/0/path").asText()).isEqualTo(Paths.METRICS);
    assertThat(sidecars.at("/podMetricsEndpoints/0/port").asText()).isEqualTo("ebbgate-hook");
    assertThat(sidecars.path("selector").path("matchLabels").path(Labels.INJECTED).asText())
        .isEqualTo("true");
    assertThat(webhook.at("/endpoints/0/path").asText()).isEqualTo(Paths.METRICS);
    assertThat(webhook.at("/endpoints/0/honorLabels").asBoolean()).isTrue();
    assertThat(chart.only(Service.class).getSpec().getPorts())
        .map(ServicePort::getName)
        .contains(webhook.at("/endpoints/0/port").asText());
  }

  private static Set<String> known() throws IllegalAccessException {
    Set<String> names = Constants.of(WebhookEnv.class);
    Stream.of(Setting.values()).map(WebhookEnv::defaultOf).forEach(names::add);
    Stream.of(SidecarResource.values()).map(SidecarResource::env).forEach(names::add);
    return names;
  }

  private static int port(Container container, String name) {
    return container.getPorts().stream()
        .filter(port -> port.getName().equals(name))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElseThrow();
  }

  private static String where(Probe probe) {
    return probe.getHttpGet().getPort().getStrVal() + probe.getHttpGet().getPath();
  }
}
