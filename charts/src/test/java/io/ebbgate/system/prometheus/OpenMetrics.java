package io.ebbgate.system.prometheus;

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

/** The format's reference parser, of Prometheus' Python client: it forgives nothing. */
public final class OpenMetrics {
  /** What a Prometheus says that it takes. */
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
   * How many samples it finds in a scrape.
   *
   * @param folder for a file of it
   * @param metrics who answers it
   * @throws AssertionError with the parser's words where it refuses the answer
   */
  public static int samples(Path folder, URI metrics) throws IOException, InterruptedException {
    if (!Files.isDirectory(CLIENT.resolve("prometheus_client"))) {
      throw Installed.missing(
          CLIENT + " is missing, and OpenMetrics is not tried; mvn -N initialize fetches it.");
    }
    Files.writeString(folder.resolve("scrape.txt"), scrape(metrics));
    Said said =
        Said.of(folder, List.of("python3", "-c", COUNT, CLIENT.toString(), "scrape.txt"), "");
    return said.exit() == 0 ? Integer.parseInt(said.words().strip()) : fail(said.words());
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
