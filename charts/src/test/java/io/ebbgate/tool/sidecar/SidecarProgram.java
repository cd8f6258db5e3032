package io.ebbgate.tool.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.sidecar.SidecarMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** This JVM's own classes of the sidecar, run as a pod runs them, on ports of loopback. */
public final class SidecarProgram implements AutoCloseable {
  /** Of the control port and of the hooks. */
  public static final String TOKEN = "the-token-of-this-pod";

  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path log;
  private final HttpClient client;
  private final String hooks;

  private SidecarProgram(Process process, Path log) throws InterruptedException {
    this.process = process;
    this.log = log;
    client = HttpClient.newHttpClient();
    hooks = "http://" + awaitLine("hook").path("hook").asText();
  }

  /**
   * Starts one and waits until it has made its plan for this Envoy.
   *
   * @param settings variables of its environment besides those that every sidecar needs
   */
  public static SidecarProgram start(RealEnvoy envoy, Path folder, Map<String, String> settings)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(ChildProcesses.quickJava(SidecarMain.class));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put(Env.ADMIN, envoy.adminSetting());
    environment.put(Env.HOOK_ADDRESS, "127.0.0.1:0");
    environment.put(Env.CONTROL_ADDRESS, "127.0.0.1:0");
    environment.put(Env.TOKEN, TOKEN);
    environment.put(Env.GRACE_PERIOD, "60s");
    environment.put(Env.TERMINATION_LOG, folder.resolve("message").toString());
    environment.put(Env.STATE_DIR, folder.toString());
    environment.putAll(settings);
    Path log = folder.resolve("sidecar.log");
    Process process =
        ChildProcesses.adopt(
            builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
    SidecarProgram sidecar = new SidecarProgram(process, log);
    var _ = sidecar.awaitLine("plan");
    return sidecar;
  }

  /** The first log line with this field. */
  private JsonNode awaitLine(String field) throws InterruptedException {
    Await.until("the sidecar logs a line with " + field, LIMIT, () -> lineWith(field).isPresent());
    return lineWith(field).orElseThrow();
  }

  private Optional<JsonNode> lineWith(String field) {
    try {
      for (String line : Files.readAllLines(log)) {
        // The last line may not be whole yet.
        if (line.endsWith("}") && JSON.readTree(line).has(field)) {
          return Optional.of(JSON.readTree(line));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that operators' calls go to. */
  public int control() throws InterruptedException {
    String address = awaitLine("control").path("control").asText();
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** Calls both hooks, as at a deletion; completes with the answer to the gateway's. */
  public CompletableFuture<JsonNode> deletion() throws IOException, InterruptedException {
    CompletableFuture<JsonNode> answer =
        client
            .sendAsync(call(Paths.DRAIN), HttpResponse.BodyHandlers.ofString())
            .thenApply(response -> json(response.body()));
    var _ = client.send(call(Paths.TERMINATING), HttpResponse.BodyHandlers.discarding());
    return answer;
  }

  /** The metrics as they are now, in the text format. */
  public String metrics() throws IOException, InterruptedException {
    return client.send(call(Paths.METRICS), HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Where the metrics are. */
  public URI metricsAddress() {
    return URI.create(hooks + Paths.METRICS);
  }

  private HttpRequest call(String path) {
    return HttpRequest.newBuilder(URI.create(hooks + path)).header(Headers.TOKEN, TOKEN).build();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    ChildProcesses.killNow(process);
  }
}
