package io.ebbgate.tool.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Requests the phase of sidecars, as {@code kubectl port-forward} and curl would. */
final class PhaseClient implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  /** The phase, or empty where no sidecar answers. */
  Optional<String> of(InetAddress pod) throws InterruptedException {
    URI uri = URI.create("http://" + pod.getHostAddress() + ":" + Ports.CONTROL + Paths.STATUS);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      String phase = JSON.readTree(answer.body()).path("phase").asText();
      return phase.isEmpty() ? Optional.empty() : Optional.of(phase);
    } catch (IOException noSidecar) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
