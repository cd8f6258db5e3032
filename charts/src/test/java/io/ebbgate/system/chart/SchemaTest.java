package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.tool.chart.HelmChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong values fail before anything is installed, by name. */
class SchemaTest {
  private final JsonNode schema = HelmChart.tree("values.schema.json");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replica: 3                                   | additional properties 'replica' not allowed
          replicas: 0                                  | /replicas': minimum: got 0, want 1
          replicas: two                                | /replicas': got string, want integer
          image: {repository: 'ebbgate/webhook:1'}     | /image/repository': value must be 'an image
          image: {registry: 'https://registry'}        | /image/registry': value must be 'a registry
          image: {tag: 'a b'}                          | /image/tag': value must be 'an image
          image: {digest: 'sha256:12'}                 | /image/digest': value must be 'sha256: and 64
          image: {pullPolicy: always}                  | /image/pullPolicy': value must be one of 'Always'
          image: {pullSecrets: [Mine]}                 | /image/pullSecrets/0': value must be 'a name
          sidecar: {style: Native}                     | /sidecar/style': value must be one of 'native'
          sidecar: {pullSecrets: [{name: a}]}          | /sidecar/pullSecrets/0': got object, want string
          sidecar: {resources: {limit: {cpu: 1}}}      | /sidecar/resources': additional properties 'limit'
          sidecar: {resources: {limits: {gpu: 1}}}     | /sidecar/resources/limits': additional properties 'gpu'
          sidecar: {resources: {limits: {cpu: 64Mi}}}  | /sidecar/resources/limits/cpu': value must be 'none, or an amount
          sidecar: {resources: {limits: {memory: 64m}}} | /sidecar/resources/limits/memory': value must be 'none, or an amount
          mode: on                                     | /mode': value must be one of 'agent', 'sleep'
          strict: 'true'                               | /strict': got string, want boolean
          defaults: {mindrain: 5s}                     | /defaults': additional properties 'mindrain'
          defaults: {minDrain: 5}                      | /defaults/minDrain': got number, want string
          defaults: {forceClose: maybe}                | /defaults/forceClose': value must be one of
          defaults: {exitConnections: -1}              | /defaults/exitConnections': minimum: got -1
          profiles: [{name: A}]                        | /profiles/0/name': value must be 'a name
          env: [{name: EBBGATE_MODE}]                  | /env/0/name': value must be 'the name of a variable
          env: [{name: A, value: 1}]                   | /env/0/value': got number, want string
          env: [{name: A, valueFrom: {secretKeyRef: {name: a}}}] | missing property 'key'
          tls: {mode: manual}                          | /tls/mode': value must be one of 'self'
          tls: {mode: provided}                        | /tls/provided/secretName': value must be
          tls: {certManager: {issuerRef: {kind: A}}}   | /tls/certManager/issuerRef': properties 'name'
          tls: {certManager: {duration: 90d}}          | /tls/certManager/duration': value must be 'hours
          tls: {provided: {caBundle: LS0t}}            | /tls/provided/caBundle': value must be 'certificates
          webhook: {failurePolicy: ignore}             | /webhook/failurePolicy': value must be one of
          webhook: {timeoutSeconds: 31}                | /webhook/timeoutSeconds': maximum: got 31, want 30
          webhook: {namespaces: labeled}               | /webhook/namespaces': value must be one of 'all'
          webhook: {excludedNamespaces: a}             | /webhook/excludedNamespaces': got string, want array
          webhook: {objectSelector: [{key: a}]}        | /webhook/objectSelector/0': missing property 'operator'
          webhook: {matchConditions: [{name: a}]}      | /webhook/matchConditions/0': missing property 'expression'
          stopDelaySeconds: 10s                        | /stopDelaySeconds': got string, want integer
          ports: {admission: 65536}                    | /ports/admission': maximum: got 65,536
          ports: {operations: 8443}                    | ports.operations: 8443 is ports.admission already
          resources: {limits: {memory: lots}}          | /resources/limits/memory': value must be 'a quantity
          podSecurityContext: {runAsUser: 0}           | /podSecurityContext/runAsUser': minimum: got 0, want 1
          podSecurityContext: {runAsUser: me}          | /podSecurityContext/runAsUser': maxLength: got 2, want 0
          {hostNetwork: true, ports: {admission: 10250}} | ports.admission: with hostNetwork each node's kubelet has port 10250 already
          {hostNetwork: true, ports: {operations: 10250}} | ports.operations: with hostNetwork each node's kubelet has port 10250 already
          podSecurityContext: {privileged: true}       | /podSecurityContext': additional properties 'privileged'
          podLabels: {a: true}                         | /podLabels/a': got boolean, want string
          tolerations: [{effect: Never}]               | /tolerations/0/effect': value must be one of
          affinity: {podAffinities: {}}                | /affinity': additional properties 'podAffinities'
          fullnameOverride: Ebbgate                    | /fullnameOverride': value must be 'a name
          networkPolicy: {egress: {ports: []}}         | /networkPolicy/egress/ports': minItems: got 0, want 1
          networkPolicy: {egress: {rules: [{port: 1}]}} | /networkPolicy/egress/rules/0': additional properties 'port'
          networkPolicy: {egress: {rules: [{to: [{ipBlock: {}}]}]}} | /networkPolicy/egress/rules/0/to/0/ipBlock': missing property 'cidr'
          networkPolicy: {ingress: {from: []}}         | /networkPolicy/ingress': additional properties 'from'
          networkPolicy: {ingress: {admissionFrom: 10.0.0.1/32}} | /networkPolicy/ingress/admissionFrom': got string, want array
          networkPolicy: {ingress: {admissionFrom: [10.0.0.1/32]}} | /networkPolicy/ingress/admissionFrom/0': got string, want object
          networkPolicy: {ingress: {admissionFrom: [{}]}} | /networkPolicy/ingress/admissionFrom/0': minProperties: got 0, want 1
          networkPolicy: {ingress: {admissionFrom: [{ipBlock: {cidr: 10.0.0.1}}]}} | /admissionFrom/0/ipBlock/cidr': value must be 'a range of addresses
          networkPolicy: {ingress: {admissionFrom: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}} | /admissionFrom/0': maxProperties: got 2, want 1
          networkPolicy: {ingress: {operationsFrom: [{namespace: monitoring}]}} | /operationsFrom/0': additional properties 'namespace'
          networkPolicy: {ingress: {operationsFrom: [{podSelector: {app: prometheus}}]}} | /operationsFrom/0/podSelector': additional properties 'app'
          networkPolicy: {ingress: {operationsFrom: [{podSelector: {matchLabels: {a: true}}}]}} | /podSelector/matchLabels/a': got boolean, want string
          admission: {clientCa: {secretName: a}}       | /admission': additional properties 'clientCa'
          admission: {clientCA: {secretName: A}}       | /admission/clientCA/secretName': value must be 'a name
          admission: {clientCA: {configMapName: a, key: ''}} | /admission/clientCA/key': value must be 'a key
          admission: {clientCA: {configMapName: a, key: a/b}} | /admission/clientCA/key': value must be 'a key
          admission: {clientCA: {configMapName: a, secretName: b}} | admission.clientCA.configMapName: admission.clientCA.secretName is b already
          serviceMonitor: {interval: 30}               | /serviceMonitor/interval': got number, want string
          prometheusRule: {runbookUrl: ''}             | /prometheusRule/runbookUrl': value must be 'a URL
          prometheusRule: {dashboardUrl: '/d/x?a=b'}   | /prometheusRule/dashboardUrl': value must be 'a URL
          test: {namespace: ''}                        | /test/namespace': value must be 'a name
          tls: {mode: provided, provided: {secretName: mine}} | tls.provided.caBundle: without it the API server trusts no certificate
          profiles: [&a {name: mine, treatment: report, says: '', container: '', admin: 'pod:1'}, *a] | profiles: mine is there twice
          """)
  void refusesAWrongValueByItsName(String values, String message) {
    assertThatThrownBy(() -> HelmChart.rendered(values)).hasMessageContaining(message);
  }

  /** As {@code helm upgrade --reuse-values} leaves the values of a release that lacks it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"observer", "lease", "admission", "networkPolicy", "dashboards", "prometheusRule"})
  void namesTheOptionThatBringsTheValuesOfAnOlderReleaseUpToDate(String missing) {
    assertThatThrownBy(() -> HelmChart.rendered(missing + ": null"))
        .hasMessageContaining(missing + ": missing")
        .hasMessageContaining("--reset-then-reuse-values");
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void takesTheSettingsThatTheProgramTakes(Setting setting, String given, boolean good) {
    String name = DefaultValue.value(setting);
    ThrowingCallable rendering =
        () -> HelmChart.rendered("defaults: {%s: '%s'}".formatted(name, given));

    if (good) {
      assertThatCode(rendering).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(rendering)
          .hasMessageContaining("/defaults/" + name)
          .message()
          .containsAnyOf(setting.kind().allowed(), "value must be one of");
    }
  }

  static Stream<Object[]> defaults() {
    List<String> tried = List.of("30s", "1m30s", "500ms", "auto", "none", "end", "off", "7", "0.5");
    return Stream.of(Setting.values())
        .flatMap(setting ->
            tried.stream()
                .map(text -> new Object[] {setting, text, DefaultValue.isReadable(setting, text)}));
  }

  @Test
  void knowsExactlyTheValuesThatThereAre() {
    JsonNode values = HelmChart.tree("values.yaml");

    assertThat(differences("", values, schema)).containsExactly("global");
  }

  @Test
  void isOpenWhereNamesAreTheUsersOnly() {
    assertThat(open("", schema))
        .containsExactlyInAnyOrder(
            "/properties/global",
            "/properties/affinity/properties/nodeAffinity",
            "/properties/affinity/properties/podAffinity",
            "/properties/affinity/properties/podAntiAffinity");
  }

  /** Keys of one that the other has not, wherever both are objects. */
  private static List<String> differences(String path, JsonNode values, JsonNode schema) {
    JsonNode known = schema.path("properties");
    if (!known.isObject() || values.isEmpty()) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    Stream.of(known, values).forEach(each -> each.fieldNames().forEachRemaining(names::add));
    for (String name : names) {
      if (known.has(name) && values.has(name)) {
        found.addAll(differences(path + name + ".", values.path(name), known.path(name)));
      } else {
        found.add(path + name);
      }
    }
    return found;
  }

  /** Objects that take any key with any value. */
  private static List<String> open(String path, JsonNode schema) {
    List<String> found = new ArrayList<>();
    if (schema.path("type").asText().equals("object") && !schema.has("additionalProperties")) {
      found.add(path);
    }
    schema
        .properties()
        .forEach(each -> found.addAll(open(path + "/" + each.getKey(), each.getValue())));
    return found;
  }
}
