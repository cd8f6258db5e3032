package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.chart.HelmChart;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart as a part of another, in which a platform team keeps its values. */
class UmbrellaTest {
  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void rendersWhatTheChartAloneDoes(String values) {
    String indented = values.indent(2).stripTrailing();
    String part = "%s:\n%s\n".formatted(HelmChart.RELEASE, indented);

    assertThat(HelmChart.umbrella(part).documents())
        .containsExactlyInAnyOrderElementsOf(HelmChart.rendered(values).documents());
  }

  /** A null in the values of the outer chart does not get as far as this one. */
  @Test
  void leavesIdsToThePlatformWithoutANull() {
    PodSecurityContext context =
        HelmChart.umbrella(
                "ebbgate: {podSecurityContext: {runAsUser: '', runAsGroup: '', fsGroup: ''}}")
            .pod()
            .getSecurityContext();

    assertThat(context.getRunAsUser()).isNull();
    assertThat(context.getRunAsGroup()).isNull();
    assertThat(context.getFsGroup()).isNull();
    assertThat(context.getRunAsNonRoot()).isTrue();
  }
}
