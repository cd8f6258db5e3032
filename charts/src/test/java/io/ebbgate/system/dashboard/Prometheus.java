package io.ebbgate.system.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.system.prometheus.Installed;
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

/** A real Prometheus on a free port of loopback, and its HTTP API. */
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
   * Starts one and waits until it answers.
   *
   * @param folder for its data, {@code data}, which may be there already, and its log
   * @param settings as its configuration file has them
   */
  public static Prometheus start(Path folder, String settings)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("prometheus.yaml"), settings);
    Path log = folder.resolve("prometheus.log");
    String address = HERE + ":" + freePort();
    Process process =
        ChildProcesses.adopt(
            new ProcessBuilder(
                    Installed.program("prometheus").toString(),
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
   * Asks its API.
   *
   * @param path such as {@code query}
   * @return the answer's {@code data}
   * @throws IOException with its words where it refuses
   */
  public JsonNode ask(String path, Map<String, String> parameters)
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
