package io.ebbgate.webhook.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.termination.PodIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadNameTest {
  @ParameterizedTest
  @CsvSource({
    "deployment/edge, Deployment",
    "deploy/edge, Deployment",
    "Deployment/edge, Deployment",
    "daemonset/edge, DaemonSet",
    "ds/edge, DaemonSet",
    "statefulset/edge, StatefulSet",
    "sts/edge, StatefulSet",
    "rs/edge, ReplicaSet"
  })
  void namesTheWorkloadOfItsKindAlone(String text, String kind) {
    WorkloadName name = WorkloadName.parse(text).orElseThrow();

    assertThat(name.has(pod(kind, "edge"))).isTrue();
    assertThat(name.has(pod(kind, "other"))).isFalse();
    assertThat(name.has(pod("Gateway", "edge"))).isFalse();
  }

  @Test
  void namesAnyKindWithoutOne() {
    WorkloadName name = WorkloadName.parse("edge").orElseThrow();

    assertThat(name.has(pod("Deployment", "edge"))).isTrue();
    assertThat(name.has(pod("DaemonSet", "edge"))).isTrue();
    assertThat(name.has(pod("Deployment", "edge-2"))).isFalse();
  }

  @Test
  void namesAPodByItself() {
    WorkloadName name = WorkloadName.parse("pod/edge-59f6745b7-2xkqp").orElseThrow();

    assertThat(name.has(pod("Deployment", "edge"))).isTrue();
    assertThat(WorkloadName.parse("pod/edge").orElseThrow().has(pod("Deployment", "edge")))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "edge/", "/edge", "service/edge", "Edge", "a b", "deploy/a/b"})
  void isNotWhatNamesNone(String text) {
    assertThat(WorkloadName.parse(text)).isEmpty();
  }

  private static PodIdentity pod(String kind, String workload) {
    return new PodIdentity("u", "shop", "edge-59f6745b7-2xkqp", kind, workload);
  }
}
