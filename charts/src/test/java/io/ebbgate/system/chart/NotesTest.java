package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.chart.HelmChart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code helm install} prints. */
class NotesTest {
  /** CRI-O refuses a short name, and a gateway whose sidecar can't be pulled does not start. */
  @ParameterizedTest
  @CsvSource({
    "ebbgate/webhook, true",
    "webhook, true",
    "registry.example/webhook, false",
    "registry:5000/webhook, false",
    "localhost/webhook, false"
  })
  void warnOfAnImageThatNamesNoRegistry(String repository, boolean warned) {
    String notes =
        HelmChart.notes(
            "{image: {repository: '%s'}, sidecar: {image: {repository: registry.example/sidecar}}}"
                .formatted(repository));

    assertThat(notes.contains("WARNING: image.repository (" + repository + ") names no registry"))
        .isEqualTo(warned);
    assertThat(notes).doesNotContain("sidecar.image.repository (");
  }

  @Test
  void warnOfNoImageWhereOneRegistryIsSetForBoth() {
    assertThat(HelmChart.notes("image: {registry: registry.example}"))
        .doesNotContain("names no registry");
  }
}
