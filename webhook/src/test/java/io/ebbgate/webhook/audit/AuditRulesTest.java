package io.ebbgate.webhook.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.webhook.manifest.Manifest;
import io.ebbgate.webhook.profile.Profiles;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRulesTest {
  private static final String ENVOY =
      """
      kind: Deployment
      metadata: {name: edge, namespace: shop}
      spec:
        replicas: %s
        template:
          metadata: {labels: {app: edge, gateway.networking.k8s.io/gateway-name: edge}}
          spec:
            terminationGracePeriodSeconds: 60
            %s
            containers:
              - name: envoy
                image: envoyproxy/envoy:%s
                args: [%s]
                ports: [{name: http, containerPort: 8080}]
                %s
      """;

  private static final String EXEC = "lifecycle: {preStop: {exec: {command: [sh, -c, '%s']}}}";

  private static List<AuditedGateway> audit(String manifest) throws Exception {
    return find(manifest).gateways().stream().map(AuditRules::audit).toList();
  }

  private static GatewayFinder.Found find(String manifest) throws Exception {
    List<AuditObject> objects = new ArrayList<>();
    Manifest.parse("test", manifest)
        .documents()
        .forEach(each -> objects.add(new AuditObject(each.tree(), "test.yaml", each.line())));
    GatewayFinder finder =
        new GatewayFinder(
            objects,
            "default",
            Profiles.builtIn(),
            mode ->
                new Reviewer(
                    AdmissionPolicy.of(
                        "", Set.of(), false, mode, SidecarStyle.NATIVE, "sidecar", Map.of()),
                    TokenKey.of(new byte[32])));
    return finder.find();
  }

  private static String ids(AuditedGateway gateway) {
    return gateway.findings().stream()
        .map(each -> each.check().id())
        .collect(Collectors.joining(" "));
  }

  private static String ids(String manifest) throws Exception {
    return audit(manifest).stream().map(AuditRulesTest::ids).collect(Collectors.joining(", "));
  }

  private static String hook(String tag, String hook) {
    return ENVOY.formatted("2", "", tag, "", hook);
  }

  private static String script(String script) {
    return hook("v1.40.0", EXEC.formatted(script));
  }

  @Test
  void findsNothingWrongWithAHookThatTellsAndWaits() throws Exception {
    String calls = "lifecycle: {preStop: {httpGet: {path: /shutdown, port: 8090}}}";

    assertThat(ids(hook("v1.40.0", calls))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', no-hook",
    "'lifecycle: {preStop: {httpGet: {path: /healthcheck/fail, port: 9901}}}', get-hook",
    "'lifecycle: {preStop: {httpGet: {path: \"/drain_listeners?graceful\", port: 9901}}}',"
        + " get-hook",
    "'lifecycle: {preStop: {httpGet: {path: /drain, port: admin}}}', hook-port",
    "'lifecycle: {preStop: {httpGet: {path: /drain, port: http}}}', ''",
    "'lifecycle: {preStop: {tcpSocket: {port: 80}}}', hook-socket",
    "'lifecycle: {preStop: {sleep: {seconds: 15}}}', no-announcement",
    "'lifecycle: {preStop: {sleep: {seconds: 60}}}', no-announcement sleep-over-grace",
  })
  void findsWhatIsWrongWithAHook(String hook, String expected) throws Exception {
    assertThat(ids(hook("v1.40.0", hook))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'sleep 15', no-announcement",
    "'sleep 1m', no-announcement sleep-over-grace",
    "'while true; do sleep 1; done', no-announcement",
    "'curl -X POST localhost:9901/healthcheck/fail; sleep 10', hook-program readiness-first",
    "'sleep 5; wget --post-data= localhost:9901/healthcheck/fail; sleep 10', hook-program",
    "'curl localhost:9901/healthcheck/fail && sleep 10', get-hook hook-program",
    "'tool --drain', ''",
    "'curl -XPOST \"localhost:9901/drain_listeners?graceful\"; sleep 10', hook-program"
        + " gradual-strategy",
  })
  void readsAScript(String script, String expected) throws Exception {
    String envoy =
        ENVOY.formatted("2", "", "v1.40.0", "-c, /etc/envoy.yaml", EXEC.formatted(script));

    assertThat(ids(envoy)).isEqualTo(expected);
  }

  /** Curl and wget have many words for a POST; after a GET the hook does nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          curl -sXPOST                        | true
          curl -fsSXPOST                      | true
          curl -sX POST                       | true
          curl --request=POST                 | true
          curl --request POST                 | true
          curl -sd ""                         | true
          curl -d@file                        | true
          curl --data-urlencode a=b           | true
          curl --json {}                      | true
          curl -F a=b                         | true
          curl -X $METHOD                     | true
          curl $OPTIONS                       | true
          wget -qO- --post-data=              | true
          wget --method POST                  | true
          wget --method=POST                  | true
          curl -s                             | false
          curl -sXGET                         | false
          curl -oXPOST                        | false
          curl -X GET -d a                    | false
          wget -d -qO-                        | false
          """)
  void knowsAPostByItsOptions(String command, boolean post) throws Exception {
    String script = command + " localhost:9901/healthcheck/fail; sleep 10";

    assertThat(ids(script(script)).contains("get-hook")).isEqualTo(!post);
  }

  /** No finding says how long a hook waits that waits in some case only, or never. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "if [ -f /x ]; then sleep 60; fi",
        "if sleep 1; then :; else sleep 60; fi",
        "[ -f /x ] && sleep 60",
        "[ -f /x ] || sleep 60",
        "[ -f /x ] || { sleep 30; sleep 30; }",
        "[ -f /x ] && (sleep 30; sleep 30)",
        "[ -f /x ] && cat /x | sleep 60",
        "case $MODE in a) sleep 1;; b|c) sleep 60;; esac",
        "case $MODE in (a) sleep 60; esac",
        "for i in 1 2 60; do sleep $i; done",
        "while [ $(wc -l < /x) -ne 0 ]; do sleep 60; done",
        "until tool; do sleep 60; done",
        "[ -f /x ] || exit 0; sleep 60",
        "wait() { sleep 60; }; sleep 1",
        "wait () { sleep 60; }; sleep 1",
        "sleep 60 & tool",
        "sleep $SECONDS",
        "sleep $(cat /x)",
        "sleep `cat /x`",
        "sleep $((60 + 60))",
        "echo sleep 60; # sleep 60",
        "echo 'sleep 60; sleep 60'",
      })
  void claimsNoTimeOfAHookThatMayNotWait(String script) throws Exception {
    assertThat(ids(script(script.replace("'", "\"")))).doesNotContain("sleep-over-grace");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sleep 60",
        "sleep 60 >/dev/null 2>&1",
        "tool 2>&1; sleep 60",
        "tool &>/dev/null; sleep 60",
        "tool 2>&- ; sleep 60",
        "tool & sleep 60",
        "[ -f /x ] && tool; sleep 60",
        "[ -f /x ] || (tool; tool); sleep 60",
        "if tool; then tool; fi; sleep 60",
        "case $MODE in a) tool;; esac; sleep 60",
        "tool() { tool; }; sleep 60",
        "{ sleep 30; sleep 30; }",
        "(sleep 30; sleep 30)",
        "A=$(tool | tool); sleep 60",
        "exec sleep 60",
      })
  void addsUpWhatAHookWaitsInAnyCase(String script) throws Exception {
    assertThat(ids(script(script))).contains("sleep-over-grace");
  }

  @ParameterizedTest
  @CsvSource({
    "distroless-v1.40.0, 'sh, -c, sleep 5', 'sh sleep'",
    "distroless-v1.40.0, /bin/sleep, sleep",
    "v1.40.0, 'sh, -c, sleep 5', ''",
    "tools-v1.40.0, 'sh, -c, curl localhost', ''",
  })
  void knowsTheProgramsOfEnvoysImages(String tag, String command, String missing) throws Exception {
    String hook = "lifecycle: {preStop: {exec: {command: [%s]}}}".formatted(command);

    AuditedGateway gateway = audit(hook(tag, hook)).getFirst();

    assertThat(
            gateway.findings().stream()
                .filter(each -> each.check() == Check.HOOK_PROGRAM)
                .flatMap(each -> each.evidence().stream())
                .filter(each -> each.path().endsWith("command"))
                .map(Observation::value))
        .containsExactly(missing.isEmpty() ? new String[0] : missing.split(" ", -1));
  }

  @Test
  void doesNotGuessTheProgramsOfAnUnknownImage() throws Exception {
    String own = script("curl -X POST localhost:9901/healthcheck/fail");

    AuditedGateway gateway =
        audit(own.replace("envoyproxy/envoy:v1.40.0", "corp/edge:1\n          command: [envoy]"))
            .getFirst();

    assertThat(ids(gateway)).isEqualTo("readiness-first");
    assertThat(gateway.unknown())
        .extracting(AuditedGateway.Unknown::check)
        .containsExactly(Check.HOOK_PROGRAM);
  }

  @ParameterizedTest
  @CsvSource({
    "'--drain-strategy, immediate', ''",
    "'--drain-strategy immediate', ''",
    "'--drain-time-s, \"600\"', gradual-strategy",
    "'--drain-time-s, \"15\"', update-drain-time",
    "'--drain-time-s, $(DRAIN)', update-drain-time",
  })
  void readsEnvoysArguments(String arguments, String expected) throws Exception {
    String posts =
        "env: [{name: DRAIN, value: \"15\"}]\n          "
            + EXEC.formatted(
                "/opt/tool; /usr/bin/curl -X POST localhost/drain_listeners; sleep 20");
    String envoy = ENVOY.formatted("2", "", "tools-v1", "-c, /e.yaml, " + arguments, posts);

    assertThat(ids(envoy)).isEqualTo(expected);
  }

  @Test
  void findsAHookThatTheHostNetworkBreaks() throws Exception {
    String get = "lifecycle: {preStop: {httpGet: {path: /shutdown, port: 8090%s}}}";
    String pod = "hostNetwork: true";

    assertThat(ids(ENVOY.formatted("2", pod, "v1", "", get.formatted(""))))
        .isEqualTo("hook-host-network");
    assertThat(ids(ENVOY.formatted("2", pod, "v1", "", get.formatted(", host: 127.0.0.1"))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'{exact: /stats}', admin-paths",
    "'{prefix: /healthcheck}, {prefix: /drain_listeners}', ''",
    "'{safe_regex: {regex: .*}}', ''",
  })
  void readsWhichAdminPathsAreAllowed(String matchers, String expected) throws Exception {
    String config =
        """
        ---
        kind: ConfigMap
        metadata: {name: config, namespace: shop}
        data: {envoy.yaml: "admin: {allow_paths: [%s]}"}
        """
            .formatted(matchers);
    String mount =
        "volumeMounts: [{name: c, mountPath: /etc/envoy}]\n          "
            + "lifecycle: {preStop: {httpGet: {path: /shutdown, port: 8090}}}";
    String envoy =
        ENVOY.formatted("2", "volumes: [{name: c, configMap: {name: config}}]", "v1", "", mount);

    assertThat(ids(envoy + config)).isEqualTo(expected);
  }

  private static final String WAITS =
      "lifecycle: {preStop: {httpGet: {path: /shutdown, port: 8090}}}";

  @ParameterizedTest
  @CsvSource({
    "1, 'minAvailable: 1', single-replica budget-blocks",
    "2, 'minAvailable: 1', ''",
    "2, 'minAvailable: 51%', budget-blocks",
    "2, 'minAvailable: 50%', ''",
    "2, 'maxUnavailable: 0', budget-blocks",
    "2, 'maxUnavailable: 1', ''",
    "null, 'minAvailable: 1', ''",
    "0, 'minAvailable: 1', ''",
  })
  void comparesTheBudgetWithTheReplicas(String replicas, String budget, String expected)
      throws Exception {
    String object =
        """
        ---
        kind: PodDisruptionBudget
        metadata: {name: edge, namespace: shop}
        spec: {selector: {matchLabels: {app: edge}}, %s}
        """
            .formatted(budget);

    assertThat(ids(ENVOY.formatted(replicas, "", "v1", "", WAITS) + object)).isEqualTo(expected);
  }

  @Test
  void believesAnAutoscalerMoreThanTheReplicas() throws Exception {
    String scaler =
        """
        ---
        kind: HorizontalPodAutoscaler
        metadata: {name: edge, namespace: shop}
        spec: {scaleTargetRef: {kind: Deployment, name: edge}, minReplicas: %d}
        """;
    String one = ENVOY.formatted("1", "", "v1", "", WAITS);

    assertThat(ids(one + scaler.formatted(2))).isEmpty();
    assertThat(ids(one + scaler.formatted(1))).isEqualTo("single-replica");
  }

  @ParameterizedTest
  @CsvSource({"30s, ''", "2m, work-over-drain", "0s, ''"})
  void comparesTheGraceWithTheRoutes(String timeout, String expected) throws Exception {
    String route =
        """
        ---
        kind: HTTPRoute
        metadata: {name: reports, namespace: shop}
        spec: {parentRefs: [{name: edge}], rules: [{timeouts: {request: %s}}]}
        """
            .formatted(timeout);

    assertThat(ids(ENVOY.formatted("2", "", "v1", "", WAITS) + route)).isEqualTo(expected);
  }

  private static final String INGRESS =
      """
      kind: Deployment
      metadata: {name: ingress, namespace: istio-system}
      spec:
        template:
          metadata: {labels: {istio: ingress}}
          spec:
            terminationGracePeriodSeconds: 300
            containers:
              - name: istio-proxy
                image: docker.io/istio/proxyv2:1.31.0
                args: [proxy, router]
                env: [{name: EXIT_ON_ZERO_ACTIVE_CONNECTIONS, value: "%s"}]
                lifecycle: {preStop: {sleep: {seconds: %d}}}
      ---
      kind: Gateway
      metadata: {name: shop, namespace: shop}
      spec: {selector: {istio: ingress}}
      ---
      kind: VirtualService
      metadata: {name: shop, namespace: shop}
      spec: {gateways: [shop], http: [{timeout: 30s}]}
      """;

  /** The gateway's own program goes on after the hook: until it is idle, or for 5 s. */
  @ParameterizedTest
  @CsvSource({
    "true, 5, ''",
    "false, 5, work-over-drain",
    "false, 24, work-over-drain",
    "false, 25, ''"
  })
  void addsItsOwnDrainToTheHook(boolean untilIdle, int seconds, String expected) throws Exception {
    assertThat(ids(INGRESS.formatted(untilIdle, seconds))).isEqualTo(expected);
  }

  /** Istio fills in such a template, and may set what its pods wait for. */
  @ParameterizedTest
  @ValueSource(ints = {5, 297})
  void claimsNoDrainOfATemplateThatIstioFillsIn(int seconds) throws Exception {
    String template =
        INGRESS
            .formatted("", seconds)
            .replace("docker.io/istio/proxyv2:1.31.0", "auto")
            .replaceAll("env: .*", "");

    AuditedGateway gateway = audit(template).getFirst();

    assertThat(ids(gateway)).isEmpty();
    assertThat(gateway.unknown()).isNotEmpty();
  }

  private static final String CONSUL =
      """
      kind: Deployment
      metadata: {name: edge}
      spec:
        template:
          metadata: {annotations: {consul.hashicorp.com/gateway-kind: mesh-gateway}}
          spec:
            containers:
              - name: mesh-gateway
                image: hashicorp/consul-dataplane:1.7.1%s
                args: [-service-node-name=node%s]
                env: [{name: DP_SHUTDOWN_GRACE_PERIOD_SECONDS, value: "%s"}]
                %s
      """;

  @ParameterizedTest
  @CsvSource({
    "'', 8, fixed-drain",
    "', -shutdown-grace-period-seconds=8', '', fixed-drain",
    "', --shutdown-grace-period-seconds=8', '', fixed-drain",
    "', -shutdown-grace-period-seconds=0', 8, no-hook",
    "'', 0, no-hook",
    "'', '', no-hook",
  })
  void readsConsulsDrain(String argument, String variable, String expected) throws Exception {
    assertThat(ids(CONSUL.formatted("", argument, variable, ""))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'', hook-program", "-ubi, ''", "-ubi@sha256:0a1b, ''"})
  void knowsWhichOfConsulsImagesHasAShell(String tag, String expected) throws Exception {
    String hook = EXEC.formatted("sleep 10");

    assertThat(ids(CONSUL.formatted(tag, "", "8", hook))).isEqualTo(expected);
  }

  @Test
  void knowsNoProgramsOfADigest() throws Exception {
    String curl = script("curl -X POST localhost:9901/drain; sleep 10");

    assertThat(ids(curl.replace("envoy:v1.40.0", "envoy@sha256:0a1b"))).isEmpty();
  }

  /** What the webhook sets in mode env is a drain. */
  @ParameterizedTest
  @MethodSource("profilesWithVariables")
  void seesTheDrainOfEachProfilesVariables(Profile profile) throws Exception {
    StringBuilder env = new StringBuilder();
    profile
        .sets(Mode.ENV)
        .env()
        .forEach((name, value) ->
            env.append("{name: %s, value: \"%s\"},".formatted(name, value.value())));
    String gateway =
        """
        kind: Deployment
        metadata: {name: edge}
        spec:
          template:
            metadata: {annotations: {ebbgate.io/profile: %s, ebbgate.io/container: edge}}
            spec: {containers: [{name: edge, image: edge, env: [%s]}]}
        """
            .formatted(profile.name(), env);

    assertThat(ids(gateway)).doesNotContain("no-hook", "admin-off");
  }

  static Stream<Profile> profilesWithVariables() {
    return Profiles.builtIn().stream().filter(each -> !each.sets(Mode.ENV).env().isEmpty());
  }

  /** Envoy beside a log shipper, and a proxy whose profile names no container. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata: {labels: {ebbgate.io/inject: \"true\"}}, spec: {containers: [{name: envoy},"
            + " {name: fluent-bit}]}",
        "metadata: {labels: {gloo: gateway-proxy}}, spec: {containers: [{name: gateway-proxy,"
            + " image: gloo-envoy-wrapper}, {name: sds, image: sds}]}",
      })
  void notesAGatewayWhoseContainerIsNotClear(String template) throws Exception {
    GatewayFinder.Found found =
        find("{kind: Deployment, metadata: {name: edge}, spec: {template: {" + template + "}}}");

    assertThat(found.gateways()).isEmpty();
    assertThat(found.notes())
        .singleElement()
        .satisfies(
            note -> assertThat(note).contains("deployment/edge").contains(Annotations.CONTAINER));
    assertThat(new AuditText("docs/", false).lines(AuditReport.of(found, List.of())))
        .contains("? " + found.notes().getFirst());
  }

  @Test
  void findsPortsOfTheNode() throws Exception {
    String ports =
        ENVOY
            .formatted("2", "", "v1", "", WAITS)
            .replace("containerPort: 8080", "containerPort: 8080, hostPort: 80");

    assertThat(ids(ports)).isEqualTo("host-port");
  }

  @Test
  void reportsWhatIsMisspeltForEbbgate() throws Exception {
    String misspelt =
        ENVOY
            .formatted("2", "", "v1", "", WAITS)
            .replace("{app: edge,", "{app: edge, ebbgate.io/inject: disabeld,");

    assertThat(audit(misspelt))
        .singleElement()
        .satisfies(gateway ->
            assertThat(gateway.findings())
                .last()
                .satisfies(finding -> {
                  assertThat(finding.check()).isEqualTo(Check.OWN_WARNING);
                  assertThat(finding.evidence()).isNotEmpty();
                }));
  }

  @Test
  void judgesAPodRatherThanItsTemplate() throws Exception {
    String pod =
        """
        ---
        kind: Pod
        metadata:
          name: edge-6f-x
          namespace: shop
          labels: {app: edge, pod-template-hash: 6f}
          ownerReferences: [{kind: ReplicaSet, name: edge-6f, controller: true}]
        spec:
          terminationGracePeriodSeconds: 60
          containers:
            - name: envoy
              image: envoyproxy/envoy:v1
              lifecycle: {preStop: {httpGet: {path: /shutdown, port: 8090}}}
        """;

    List<AuditedGateway> found = audit(hook("v1", "") + pod);

    assertThat(found)
        .singleElement()
        .satisfies(gateway -> {
          assertThat(gateway.gateway().subject().source()).isEqualTo("pod edge-6f-x");
          assertThat(gateway.findings()).isEmpty();
        });
  }

  @Test
  void takesNoApplicationWithAProxyForAGateway() throws Exception {
    String application =
        """
        kind: Deployment
        metadata: {name: app}
        spec:
          template:
            spec:
              containers: [{name: app, image: app}, {name: envoy, image: envoyproxy/envoy:v1}]
        """;

    assertThat(audit(application)).isEmpty();
  }
}
