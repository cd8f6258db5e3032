package io.ebbgate.tool.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The strict OpenMetrics parser of Prometheus' Python client. */
public final class OpenMetrics {
  /** The Accept header of a Prometheus. */
  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

  private static final Path CLIENT =
      Path.of(System.getProperty("ebbgate.root", "."), "target", "prometheus-client");
  private static final String COUNT =
      """
      import sys
      sys.path.insert(0, sys.argv[1])
      from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
      try:
          text = open(sys.argv[2], encoding="utf-8", newline="").read()
          print(sum(len(family.samples) for family in parse(text)))
      except ValueError as refused:
          sys.exit("not OpenMetrics: " + str(refused))
      """;

  private OpenMetrics() {}

  /**
   * The number of samples in a scrape.
   *
   * @param folder for temporary files
   * @param metrics the URI to scrape
   * @throws AssertionError with the parser's error if the response is invalid
   */
  public static int samples(Path folder, URI metrics) throws IOException, InterruptedException {
    if (!Files.isDirectory(CLIENT.resolve("prometheus_client"))) {
      throw PrometheusPrograms.missing(
          CLIENT + " is missing, so OpenMetrics is not tested; mvn -N initialize fetches it.");
    }
    Files.writeString(folder.resolve("scrape.txt"), scrape(metrics));
    ProgramResult result =
        ProgramResult.of(
            folder, List.of("python3", "-c", COUNT, CLIENT.toString(), "scrape.txt"), "");
    return result.exit() == 0 ? Integer.parseInt(result.output().strip()) : fail(result.output());
  }

  private static String scrape(URI metrics) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(metrics).header("Accept", ACCEPT).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
      return answer.body();
    }
  }
}
