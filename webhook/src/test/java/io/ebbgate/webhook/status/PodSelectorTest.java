package io.ebbgate.webhook.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.testkit.CountedText;
import io.ebbgate.webhook.cluster.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodSelectorTest {
  @ParameterizedTest
  @CsvSource({
    "deployment/edge, Deployment", "deploy/edge, Deployment", "Deployment/edge, Deployment",
    "daemonset/edge, DaemonSet", "ds/edge, DaemonSet", "statefulset/edge, StatefulSet",
    "sts/edge, StatefulSet", "rs/edge, ReplicaSet"
  })
  void matchesWorkloadsOfItsKindOnly(String text, String kind) {
    PodSelector.Workload workload = PodSelector.parseWorkload(text).orElseThrow();

    assertThat(workload.matches(pod(kind, "edge"))).isTrue();
    assertThat(workload.matches(pod(kind, "other"))).isFalse();
    assertThat(workload.matches(pod("Gateway", "edge"))).isFalse();
  }

  @Test
  void matchesAnyKindWithoutOne() {
    PodSelector.Workload workload = PodSelector.parseWorkload("edge").orElseThrow();

    assertThat(workload.matches(pod("Deployment", "edge"))).isTrue();
    assertThat(workload.matches(pod("DaemonSet", "edge"))).isTrue();
    assertThat(workload.matches(pod("Deployment", "edge-2"))).isFalse();
  }

  @Test
  void matchesASinglePod() {
    PodSelector.Workload workload =
        PodSelector.parseWorkload("pod/edge-59f6745b7-2xkqp").orElseThrow();

    assertThat(workload.matches(pod("Deployment", "edge"))).isTrue();
    assertThat(
            PodSelector.parseWorkload("pod/edge").orElseThrow().matches(pod("Deployment", "edge")))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "edge/", "/edge", "service/edge", "Edge", "a b", "deploy/a/b"})
  void refusesWhatIsNotAWorkload(String text) {
    assertThat(PodSelector.parseWorkload(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "a-", ".", "a", "-a", "A"})
  void readsEachCharacterOfANameOnceAtMost(String part) {
    CountedText name = new CountedText("a" + part.repeat(100_000) + "-");

    assertThat(ObjectName.isValid(name)).isFalse();
    assertThat(name.steps()).isLessThanOrEqualTo(name.length());
  }

  private static PodIdentity pod(String kind, String name) {
    return new PodIdentity("u", "shop", "edge-59f6745b7-2xkqp", kind, name);
  }
}
