package io.ebbgate.tool.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.testkit.ChildProcesses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** A Prometheus process on a free loopback port, and its HTTP API. */
public final class Prometheus implements AutoCloseable {
  private static final String HERE = "127.0.0.1";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final Duration CALL = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final URI url;
  private final Path log;
  private final HttpClient client = HttpClient.newHttpClient();

  private Prometheus(Process process, URI url, Path log) {
    this.process = process;
    this.url = url;
    this.log = log;
  }

  /**
   * Starts a process and waits until it is ready.
   *
   * @param folder for its log, and for its data in {@code data}, which may exist already
   * @param configuration the content of its configuration file
   */
  public static Prometheus start(Path folder, String configuration)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("prometheus.yaml"), configuration);
    Path log = folder.resolve("prometheus.log");
    String address = HERE + ":" + freePort();
    Process process =
        ChildProcesses.adopt(
            new ProcessBuilder(
                    PrometheusPrograms.path("prometheus").toString(),
                    "--config.file=" + file,
                    "--storage.tsdb.path=" + folder.resolve("data"),
                    "--storage.tsdb.retention.time=10y",
                    "--web.listen-address=" + address,
                    "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    Prometheus prometheus = new Prometheus(process, URI.create("http://" + address), log);
    prometheus.awaitReady();
    return prometheus;
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral(HERE))) {
      return probe.getLocalPort();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    HttpRequest ready = HttpRequest.newBuilder(url.resolve("/-/ready")).timeout(CALL).GET().build();
    long began = System.nanoTime();
    while (!isReady(ready)) {
      if (!process.isAlive() || System.nanoTime() - began > START.toNanos()) {
        close();
        throw new IOException("Prometheus did not become ready:\n" + Files.readString(log));
      }
      Thread.sleep(50);
    }
  }

  private boolean isReady(HttpRequest request) throws InterruptedException {
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * Calls its API.
   *
   * @param path relative to {@code /api/v1/}, such as {@code query}
   * @return the response's {@code data}
   * @throws IOException with the response's body if the status is not 200
   */
  public JsonNode call(String path, Map<String, String> parameters)
      throws IOException, InterruptedException {
    String form =
        parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/api/v1/" + path))
            .timeout(CALL)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(parameters + " was answered " + answer.body());
    }
    return JSON.readTree(answer.body()).path("data");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
    ChildProcesses.stop(process, STOP);
  }
}
