package io.ebbgate.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.manifest.Manifest;
import io.ebbgate.webhook.manifest.ManifestDocument;
import io.ebbgate.webhook.manifest.MutatingPolicy;
import io.ebbgate.webhook.profile.Profiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real API server does with the policies of {@code ebbgate policy}. */
@Tag("cluster")
@Timeout(180)
class MutatingPolicyIT {
  private static final String KGATEWAY =
      """
      kind: Pod
      metadata: {name: edge, labels: {kgateway: kube-gateway}}
      spec:
        terminationGracePeriodSeconds: 10
        containers:
          - {name: kgateway-proxy, image: cr.kgateway.dev/envoy-wrapper%s}
          - {name: other, image: other}
      """;

  @Test
  void doesWhatTheModesDo(@TempDir Path folder) throws Exception {
    try (AdmissionCluster api = AdmissionCluster.startWithPolicies(folder)) {
      apply(api, "kgateway", Mode.SLEEP);
      apply(api, "wso2", Mode.ENV);
      Await.until(
          "the policy is evaluated", () -> !hook(created(api, KGATEWAY, "")).isMissingNode());

      JsonNode slept = created(api, KGATEWAY, "");
      assertThat(hook(slept).at("/sleep/seconds").asInt()).isEqualTo(15);
      assertThat(slept.at("/spec/terminationGracePeriodSeconds").asInt()).isEqualTo(17);
      assertThat(slept.at("/spec/containers/1").has("lifecycle")).isFalse();

      String own = ", lifecycle: {preStop: {sleep: {seconds: 3}}}";
      assertThat(hook(created(api, KGATEWAY, own)).at("/sleep/seconds").asInt()).isEqualTo(3);
      for (String no : List.of("no", "False")) {
        String out =
            KGATEWAY.replace(
                "kube-gateway}", "kube-gateway, ebbgate.io/inject: \"%s\"}".formatted(no));
        assertThat(hook(created(api, out, "")).isMissingNode()).as(no).isTrue();
      }
      api.namespace("quiet", Map.of(Labels.INJECT, "Disabled"));
      assertThat(hook(created(api, "quiet", KGATEWAY, "")).isMissingNode()).isTrue();

      JsonNode runtime =
          created(
              api,
              """
              kind: Pod
              metadata: {name: apis, labels: {app.kubernetes.io/component: gateway-runtime}}
              spec:
                containers:
                  - name: gateway-runtime
                    image: ghcr.io/wso2/api-platform/gateway-runtime:1.2.0
                    env: [{name: ROUTER_ADMIN_ENABLED, value: "false"}, {name: A, value: b}]%s
              """,
              "");
      assertThat(runtime.at("/spec/containers/0/env"))
          .extracting(each -> each.path("name").asText() + "=" + each.path("value").asText())
          .containsExactlyInAnyOrder(
              "ROUTER_ADMIN_ENABLED=true", "A=b", "ROUTER_DRAIN_TIME_SECONDS=15");
    }
  }

  private static JsonNode hook(JsonNode pod) {
    return pod.at("/spec/containers/0/lifecycle/preStop");
  }

  private static JsonNode created(AdmissionCluster api, String pod, String more) {
    return created(api, "default", pod, more);
  }

  private static JsonNode created(AdmissionCluster api, String namespace, String pod, String more) {
    return api.dryRun(namespace, AdmissionCluster.yaml(pod.formatted(more))).taken().object();
  }

  private static void apply(AdmissionCluster api, String profile, Mode mode) throws Exception {
    Profile found =
        Profiles.builtIn().stream()
            .filter(each -> each.name().equals(profile))
            .findFirst()
            .orElseThrow();
    MutatingPolicy policy =
        new MutatingPolicy(
            AdmissionCluster.POLICIES,
            found,
            found.container(),
            mode,
            Duration.ofSeconds(15),
            Duration.ofSeconds(2));
    for (ManifestDocument each : Manifest.parse("policy", policy.yaml()).documents()) {
      api.policy(each.tree());
    }
  }
}
