package io.ebbgate.tool.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both programs as processes of their own, with the modules that a container has. */
@Timeout(60)
class LoadMainIT {
  private static final Pattern PORT = Pattern.compile("port (\\d+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> processes = new ArrayList<>();
  private int backend;
  private int lines;
  private int client;

  @BeforeEach
  void startBoth() throws IOException {
    List<Integer> ports = ports(start("backend", "--http", "0", "--tcp", "0"));
    backend = ports.getFirst();
    lines = ports.getLast();
    client = ports(start("client", "--port", "0")).getFirst();
  }

  @AfterEach
  void stop() {
    http.close();
    processes.forEach(ChildProcesses::killNow);
  }

  @Test
  void reportsEveryExchangeOfARunAndThenStartsAnother() throws Exception {
    Instant before = Instant.now();
    assertThat(request("GET", "/healthz", "").statusCode()).isEqualTo(200);
    assertThat(status().getBoolean("running")).isFalse();
    assertThat(request("PUT", body("\"tcp\":" + lines)).statusCode()).isEqualTo(200);
    assertThat(status().getBoolean("running")).isTrue();
    assertThat(request("PUT", body("\"keep\":\"all\"")).statusCode()).isEqualTo(409);
    Await.until("more than 120 requests", () -> status().getInteger("requests") > 120);

    LoadReport report = stopRun();
    assertThat(report.exchanges()).hasSize((int) report.requests()).hasSizeGreaterThan(120);
    assertThat(report.exchanges()).noneMatch(each -> each.ending().failed());
    assertThat(report.exchanges()).extracting(Exchange::kind).containsAll(allUsualBut(Kind.TLS));
    assertThat(report.exchanges())
        .allSatisfy(each ->
            assertThat(Instant.EPOCH.plusNanos(each.sent())).isBetween(before, Instant.now()));
    assertThat(report.latency().p99())
        .isPositive()
        .isGreaterThanOrEqualTo(report.latency().p50())
        .isLessThan(Duration.between(before, Instant.now()));
    assertThat(status().getBoolean("running")).isFalse();
    assertThat(stopRun()).isEqualTo(report);

    request("PUT", body("\"kinds\":[\"idle\"]"));
    LoadReport next = stopRun();
    assertThat(next.requests()).isLessThan(report.requests());
    assertThat(next.exchanges()).allMatch(each -> each.kind() == Kind.IDLE);
  }

  private static Set<Kind> allUsualBut(Kind kind) {
    Set<Kind> kinds = Kind.usual();
    kinds.remove(kind);
    return kinds;
  }

  @Test
  void keepsOnlyFailuresWhereRequested() throws Exception {
    request("PUT", body("\"tcp\":1,\"keep\":\"failures\",\"kinds\":[\"tcp\",\"keep_alive\"]"));
    Await.until(
        "two were refused", () -> status().getJsonObject("endings").getInteger("refused", 0) >= 2);
    LoadReport report = stopRun();
    assertThat(report.exchanges())
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(each -> each.kind() == Kind.TCP && each.ending() == Ending.REFUSED);
    assertThat(report.requests()).isGreaterThan(report.exchanges().size());
    assertThat(report.latency().count()).isEqualTo(report.requests() - report.exchanges().size());
  }

  @Test
  void refusesInvalidRequestsWithAMessage() throws Exception {
    assertThat(request("DELETE", "").statusCode()).isEqualTo(404);
    assertThat(request("GET", "/elsewhere", "").statusCode()).isEqualTo(404);
    HttpResponse<String> bad = request("PUT", "{\"host\":\"127.0.0.1\"}");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body()).startsWith("Missing required creator property 'http'");
  }

  @Test
  void endsWithZeroAtSigtermInTheMiddleOfARun() throws Exception {
    request("PUT", body("\"keep\":\"all\""));
    for (Process process : processes) {
      process.destroy();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
  }

  @Test
  void reportsWhyItDoesNotStart() throws Exception {
    Process bad = start("client", "--port", "none");
    assertThat(new String(bad.getErrorStream().readAllBytes(), UTF_8))
        .contains("'--port'", "'none' is not a port from 0 to 65535");
    assertThat(bad.waitFor()).isEqualTo(64);
    Process taken = start("client", "--port", Integer.toString(client));
    assertThat(taken.waitFor()).isEqualTo(69);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--limit-modules",
                modules(),
                "-Xmx256m",
                "-classpath",
                System.getProperty("java.class.path"),
                LoadMain.class.getName()));
    command.addAll(List.of(arguments));
    Process process = ChildProcesses.adopt(new ProcessBuilder(command).start());
    processes.add(process);
    return process;
  }

  /** The modules of the image that the programs run in. */
  private static String modules() throws IOException {
    Path recipe = Path.of(System.getProperty("ebbgate.root"), "webhook/src/image/image.properties");
    Properties image = new Properties();
    try (var in = Files.newBufferedReader(recipe)) {
      image.load(in);
    }
    return image.getProperty("modules");
  }

  private static List<Integer> ports(Process process) throws IOException {
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    return PORT.matcher(String.valueOf(out.readLine()))
        .results()
        .map(port -> Integer.valueOf(port.group(1)))
        .toList();
  }

  private String body(String more) {
    return "{\"host\":\"127.0.0.1\",\"http\":%d,\"rate\":100,\"sessionSeconds\":1,%s}"
        .formatted(backend, more);
  }

  private JsonObject status() {
    return new JsonObject(request("GET", "").body());
  }

  private LoadReport stopRun() throws IOException {
    return LoadReport.parse(request("DELETE", "").body());
  }

  private HttpResponse<String> request(String method, String body) {
    return request(method, "/run", body);
  }

  private HttpResponse<String> request(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + client + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(30))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
  }
}
