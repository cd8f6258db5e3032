package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.metrics.InjectionGapMetrics;
import io.ebbgate.webhook.profile.Profiles;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import io.ebbgate.webhook.tls.TestCluster;
import io.ebbgate.webhook.trace.Tracing;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a real API server, whose selectors pick the pods. */
@Tag("cluster")
@Timeout(180)
class InjectionGapIT {
  private static final String CHOSEN = "chosen";
  private static final String OTHER = "other";

  @TempDir Path folder;
  private TestCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = TestCluster.start(folder);
    cluster.select(CHOSEN);
    namespace(CHOSEN);
    namespace(OTHER);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void findsGatewaysThatWereNotReviewed() throws Exception {
    gateway(CHOSEN, "edge-1", same -> same);
    gateway(CHOSEN, "edge-2", same -> same);

    assertThat(scan())
        .isEqualTo(Map.of(new InjectionGapMetrics.Series(CHOSEN, "not_reviewed"), 2L));
  }

  @Test
  void reportsWhyAGatewayWasLeftAlone() throws Exception {
    gateway(
        CHOSEN,
        "edge-1",
        pod ->
            pod.editSpec()
                .editFirstContainer()
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(15L)
                .endPreStop()
                .endLifecycle()
                .endContainer()
                .endSpec());

    assertThat(scan()).isEqualTo(Map.of(new InjectionGapMetrics.Series(CHOSEN, "hook_kept"), 1L));
  }

  @Test
  void leavesOutPodsThatAreNotSelected() throws Exception {
    gateway(OTHER, "edge-1", same -> same);
    gateway(CHOSEN, "edge-2", pod -> label(pod, Labels.INJECTED, "true"));
    gateway(CHOSEN, "edge-3", pod -> label(pod, Labels.INJECT, "false"));
    gateway(CHOSEN, "web", pod -> pod.editMetadata().withAnnotations(Map.of()).endMetadata());

    assertThat(scan()).isEmpty();
  }

  @Test
  void readsLongListsToTheirEnd() throws Exception {
    for (int i = 0; i < 230; i++) {
      gateway(CHOSEN, "edge-" + i, same -> same);
    }

    assertThat(scan()).containsValue(230L);
  }

  @Test
  void isReportedByTheLeader() throws Exception {
    gateway(CHOSEN, "edge-1", same -> same);
    MeterRegistry registry = new SimpleMeterRegistry();
    AtomicBoolean leader = new AtomicBoolean(true);
    try (InjectionGapScan _ =
        InjectionGapScan.start(
            context(registry, leader),
            TestCluster.REGISTRATION,
            reviewer()::review,
            Duration.ofMillis(400))) {
      Await.until("the gap is found", () -> gaps(registry) == 1);
      leader.set(false);

      Await.until(
          "the metric is removed", () -> registry.find(MetricNames.INJECTION_GAP).gauge() == null);
    }
  }

  private static double gaps(MeterRegistry registry) {
    return registry.find(MetricNames.INJECTION_GAP).gauges().stream()
        .mapToDouble(gauge -> gauge.value())
        .sum();
  }

  private Map<InjectionGapMetrics.Series, Long> scan() throws InterruptedException {
    ObserverContext context = context(new SimpleMeterRegistry(), new AtomicBoolean(true));
    try (InjectionGapScan scan =
        new InjectionGapScan(
            context, TestCluster.REGISTRATION, reviewer()::review, Duration.ZERO)) {
      return scan.scan();
    }
  }

  private ObserverContext context(MeterRegistry registry, AtomicBoolean leader) {
    return new ObserverContext(
        cluster.webhook().client(),
        "webhook-1",
        registry,
        Tracing.OFF,
        leader::get,
        InstantSource.system());
  }

  private static Reviewer reviewer() {
    AdmissionPolicy policy =
        AdmissionPolicy.of(
            TestCluster.NAMESPACE,
            Set.copyOf(AdmissionPolicy.CLUSTER_NAMESPACES),
            false,
            Mode.AGENT,
            SidecarStyle.NATIVE,
            "registry/sidecar@sha256:0",
            Map.of());
    return new Reviewer(policy, TokenKey.of(new byte[32]), Profiles.builtIn());
  }

  private void namespace(String name) {
    var _ =
        cluster
            .admin()
            .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
            .create();
  }

  private static PodBuilder label(PodBuilder pod, String key, String value) {
    return pod.editMetadata().addToLabels(key, value).endMetadata();
  }

  private void gateway(String namespace, String name, UnaryOperator<PodBuilder> change) {
    Pod pod =
        PodYaml.read(
            """
            metadata:
              name: %s
              namespace: %s
              annotations: {%s: envoy}
            spec:
              containers:
                - name: envoy
                  image: envoyproxy/envoy:v1.37.0
                  args: [-c, /etc/envoy/envoy.yaml]
            """
                .formatted(name, namespace, Annotations.PROFILE));
    var _ = cluster.admin().resource(change.apply(new PodBuilder(pod)).build()).create();
  }
}
