package io.ebbgate.system.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.RenderedChart;
import io.ebbgate.tool.chart.Replica;
import io.fabric8.kubernetes.api.model.Namespace;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ebbgate install --print}, by the program's jar, is what Helm renders. */
class PrintedInstallIT {
  private static final int USAGE = 64;

  private record Output(int exit, String out, String err) {}

  private static Output run(String... arguments) throws IOException, InterruptedException {
    Process process = ChildProcesses.adopt(Replica.program(arguments).start());
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Output(process.exitValue(), out, err);
  }

  @Test
  void printsWhatHelmRendersAndTheNamespace() throws Exception {
    Output output = run("install", "--print");

    RenderedChart printed = RenderedChart.read(output.out());
    RenderedChart chart = HelmChart.rendered("ebbgate", "ebbgate-system", HelmChart.NO_VALUES);
    assertThat(output.exit()).as(output.err()).isZero();
    assertThat(printed.only(Namespace.class).getMetadata().getName()).isEqualTo("ebbgate-system");
    assertThat(printed.documents().subList(1, printed.documents().size()))
        .isEqualTo(chart.documents());
  }

  @Test
  void printsWhatHelmRendersWithOtherImagesInAnotherNamespace() throws Exception {
    String digest = "@sha256:" + "0123456789abcdef".repeat(4);
    String images =
        "--image=mirror.example:5000/webhook:1 --sidecar-image=mirror.example:5000/sidecar";
    Output output = run(("install --print --namespace=edge " + images + digest).split(" ", -1));

    RenderedChart printed = RenderedChart.read(output.out());
    RenderedChart chart =
        HelmChart.rendered(
            "ebbgate",
            "edge",
            "{image: {repository: 'mirror.example:5000/webhook', tag: '1'}, sidecar: {image:"
                + " {repository: 'mirror.example:5000/sidecar', digest: '"
                + digest.substring(1)
                + "'}}}");
    assertThat(printed.documents().subList(1, printed.documents().size()))
        .isEqualTo(chart.documents());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --print --namespace=Edge     | --namespace is "Edge"; allowed is the name of a namespace.
          --print --image=a"b          | --image is "a"b"; allowed is the name of an image, preferably with its digest.
          --namespace=edge             | install only prints manifests: add --print
          """)
  void refusesWhatItCannotPrint(String words, String sentence) throws Exception {
    Output output = run(("install " + words).split(" +"));

    assertThat(output.exit()).isEqualTo(USAGE);
    assertThat(output.out()).isEmpty();
    assertThat(output.err()).contains(sentence);
  }
}
