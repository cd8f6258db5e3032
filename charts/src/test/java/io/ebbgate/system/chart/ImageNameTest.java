package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.RenderedChart;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CRI-O refuses an image whose name has no registry, so one value gives both images theirs. */
class ImageNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          registry.example      | ebbgate/webhook         | ebbgate/drain-sidecar | registry.example/ebbgate/webhook      | registry.example/ebbgate/drain-sidecar
          registry.example/edge | webhook                 | sidecar               | registry.example/edge/webhook         | registry.example/edge/sidecar
          localhost:5000        | ebbgate/webhook         | sidecar               | localhost:5000/ebbgate/webhook        | localhost:5000/sidecar
          registry.example      | other.example/webhook   | localhost/sidecar     | other.example/webhook                 | localhost/sidecar
          registry.example      | mirror:5000/webhook     | sidecar.v2            | mirror:5000/webhook                   | registry.example/sidecar.v2
          ''                    | ebbgate/webhook         | other.example/sidecar | ebbgate/webhook                       | other.example/sidecar
          """)
  void beginsWithTheRegistryUnlessItNamesOneItself(
      String registry, String webhook, String sidecar, String named, String namedSidecar) {
    RenderedChart chart =
        HelmChart.rendered(
            "{image: {registry: '%s', repository: '%s', tag: '1'}, sidecar: {image: {repository: '%s', tag: '1'}}}"
                .formatted(registry, webhook, sidecar));

    assertThat(chart.webhook().getImage()).isEqualTo(named + ":1");
    assertThat(chart.environment()).containsEntry(WebhookEnv.SIDECAR_IMAGE, namedSidecar + ":1");
  }
}
