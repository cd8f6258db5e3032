package io.ebbgate.tool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Labels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A comparison is fair where everything but the drain is the same. */
class RivalManifestsTest {
  @ParameterizedTest
  @EnumSource(names = "RIVAL_.*", mode = EnumSource.Mode.MATCH_ALL)
  void runsTheEnvoyOfTheOthers(GatewayType rival) throws Exception {
    Container own = envoy(GatewayType.PLAIN);
    Container envoy = envoy(rival);

    assertThat(envoy.getEnv()).isEqualTo(own.getEnv());
    assertThat(envoy.getPorts()).isEqualTo(own.getPorts());
    assertThat(envoy.getResources()).isEqualTo(own.getResources());
    assertThat(envoy.getSecurityContext()).isEqualTo(own.getSecurityContext());
    assertThat(envoy.getArgs()).containsAll(own.getArgs());
    assertThat(envoy.getReadinessProbe().getPeriodSeconds())
        .isEqualTo(own.getReadinessProbe().getPeriodSeconds());
  }

  @ParameterizedTest
  @EnumSource(names = "RIVAL_.*", mode = EnumSource.Mode.MATCH_ALL)
  void isRolledLikeTheOthersAndKeepsEbbgateOut(GatewayType rival) throws Exception {
    var own = deployment(GatewayType.PLAIN).getSpec();
    var spec = deployment(rival).getSpec();

    assertThat(spec.getStrategy()).isEqualTo(own.getStrategy());
    assertThat(spec.getMinReadySeconds()).isEqualTo(own.getMinReadySeconds());
    assertThat(spec.getTemplate().getSpec().getTopologySpreadConstraints())
        .isEqualTo(own.getTemplate().getSpec().getTopologySpreadConstraints());
    assertThat(spec.getTemplate().getSpec().getSecurityContext())
        .isEqualTo(own.getTemplate().getSpec().getSecurityContext());
    assertThat(spec.getTemplate().getMetadata().getLabels()).containsEntry(Labels.INJECT, "false");
  }

  private static Container envoy(GatewayType type) throws IOException {
    return deployment(type).getSpec().getTemplate().getSpec().getContainers().getFirst();
  }

  private static Deployment deployment(GatewayType type) throws IOException {
    String text = Manifest.read(type.file(), Map.of("replicas", "2")).text().replace('@', 'x');
    return new KubernetesSerialization().unmarshal(text, Deployment.class);
  }
}
