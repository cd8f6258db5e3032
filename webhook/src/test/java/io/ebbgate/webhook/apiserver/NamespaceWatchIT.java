package io.ebbgate.webhook.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.NamespaceWatch;
import io.ebbgate.webhook.patch.LimitRanges;
import io.ebbgate.webhook.profile.Profiles;
import io.ebbgate.webhook.review.KnownNamespaces;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The watch of namespaces at a real API server, and what it does for their pods. */
@Tag("cluster")
@Timeout(180)
class NamespaceWatchIT {
  private static final String EDGE = "edge";
  private static final String TIMEOUT = Setting.DRAIN_TIMEOUT.annotation();

  @Test
  void knowsAnnotationsOfOursUntilTheNamespaceIsDeleted(@TempDir Path folder) throws Exception {
    try (AdmissionCluster api = AdmissionCluster.start(folder);
        Cluster client = api.cluster();
        NamespaceWatch watch = NamespaceWatch.start(client);
        Cluster guest = api.as(AdmissionCluster.NO_RIGHTS);
        NamespaceWatch blind = NamespaceWatch.start(guest)) {
      api.namespace(EDGE, Map.of());
      api.annotateNamespace(EDGE, Map.of(TIMEOUT, "90s", "example.com/team", "edge"));
      Await.until("it is known", () -> watch.of(EDGE).equals(Map.of(TIMEOUT, "90s")));

      api.annotateNamespace(EDGE, Map.of());
      Await.until("that is gone is known", () -> watch.of(EDGE).isEmpty());

      assertThat(watch.of("other")).isEmpty();
      assertThat(blind.of(EDGE)).isEmpty();
    }
  }

  @Test
  void holdsForPodsThatAreCreatedAfterwards(@TempDir Path folder) throws Exception {
    try (AdmissionCluster api = AdmissionCluster.start(folder);
        Cluster client = api.cluster();
        NamespaceWatch watch = NamespaceWatch.start(client)) {
      api.namespace(EDGE, Map.of());
      Reviewer reviewer = reviewer(watch);
      ReviewingServer webhook = new ReviewingServer(folder, _ -> reviewer);
      api.register("ebbgate", webhook.url(), webhook.ca(), "IfNeeded");
      try {
        Await.until("called", () -> environment(api, "").has("EBBGATE_TOKEN"));
        assertThat(timeout(api, "")).isEmpty();

        api.annotateNamespace(EDGE, Map.of(TIMEOUT, "90s"));
        Await.until("the namespace's is used", () -> timeout(api, "").equals("90s"));

        assertThat(timeout(api, TIMEOUT + ": 45s")).isEqualTo("45s");
      } finally {
        webhook.stop();
      }
    }
  }

  /** As Azure's load balancer does, in front of API servers, with a watch of few events. */
  @Test
  void goesOnWithinAMinuteWhereItsConnectionIsForgotten(@TempDir Path folder) throws Exception {
    try (AdmissionCluster api = AdmissionCluster.start(folder);
        ForgetfulBalancer balancer = new ForgetfulBalancer(api.port());
        Cluster client = api.through(balancer);
        NamespaceWatch watch = NamespaceWatch.start(client)) {
      api.namespace(EDGE, Map.of());
      api.annotateNamespace(EDGE, Map.of(TIMEOUT, "90s"));
      Await.until("it is known", () -> watch.of(EDGE).equals(Map.of(TIMEOUT, "90s")));

      balancer.forget();
      api.annotateNamespace(EDGE, Map.of(TIMEOUT, "45s"));

      Await.until(
          "the change is known",
          Duration.ofMinutes(1),
          () -> watch.of(EDGE).equals(Map.of(TIMEOUT, "45s")));
    }
  }

  private static Reviewer reviewer(NamespaceWatch watch) {
    AdmissionPolicy policy =
        AdmissionPolicy.of(
            "ebbgate-system",
            Set.of(),
            false,
            Mode.AGENT,
            SidecarStyle.NATIVE,
            "ebbgate/drain-sidecar:1",
            Map.of());
    return new Reviewer(
        policy,
        TokenKey.of("not a secret, only a test".getBytes(UTF_8)),
        Profiles.builtIn(),
        new KnownNamespaces(watch::of, _ -> LimitRanges.NONE));
  }

  private static String timeout(AdmissionCluster api, String annotation) {
    return environment(api, annotation).path(Setting.DRAIN_TIMEOUT.env()).asText();
  }

  /** The sidecar's, of a pod with that annotation. */
  private static JsonNode environment(AdmissionCluster api, String annotation) {
    JsonNode pod =
        AdmissionCluster.yaml(
            """
            metadata: {name: gateway, annotations: {ebbgate.io/profile: envoy, %s}}
            spec: {containers: [{name: envoy, image: "envoyproxy/envoy:v1.40.0"}]}
            """
                .formatted(annotation));
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    api.dryRun(EDGE, pod)
        .taken()
        .object()
        .at("/spec/initContainers/0/env")
        .forEach(each -> values.put(each.path("name").asText(), each.path("value").asText()));
    return values;
  }
}
