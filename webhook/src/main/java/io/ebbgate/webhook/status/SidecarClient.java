package io.ebbgate.webhook.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.contract.StatusFields;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.observer.VerdictJson;
import io.ebbgate.webhook.status.SidecarStatus.Cause;
import io.ebbgate.webhook.status.SidecarStatus.Load;
import io.ebbgate.webhook.status.SidecarStatus.Reported;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Requests the status from a pod's control port through the API server. */
final class SidecarClient implements AutoCloseable {
  /** Deadline of a request. */
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** A verdict with all its notes is far smaller. */
  private static final long MAX_RESPONSE_BYTES = 64 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ForwardedHttp http;

  SidecarClient(Cluster cluster) {
    http = new ForwardedHttp(cluster, MAX_RESPONSE_BYTES);
  }

  /** The status of a pod whose sidecar runs. */
  SidecarStatus status(GatewayPod pod) throws InterruptedException {
    if (pod.controlPort().isEmpty()) {
      return SidecarStatus.unknown(Cause.OUT_OF_REACH);
    }
    try (LocalPortForward forward =
        http.open(pod.pod().namespace(), pod.pod().name(), pod.controlPort().getAsInt())) {
      return status(forward);
    } catch (IOException notClosed) {
      return SidecarStatus.unknown(Cause.NO_ANSWER);
    }
  }

  private SidecarStatus status(LocalPortForward forward) throws InterruptedException {
    try {
      HttpResponse<String> response =
          http.send(forward, Paths.STATUS, HttpRequest.newBuilder(), TIMEOUT);
      return response.statusCode() == HttpURLConnection.HTTP_OK
          ? read(response.body())
          : SidecarStatus.unknown(Cause.UNREADABLE);
    } catch (IOException failed) {
      return SidecarStatus.unknown(
          ForwardedHttp.isForbidden(forward) ? Cause.FORBIDDEN : Cause.NO_ANSWER);
    }
  }

  /** Reads a control port's response, which is any text that a pod sends. */
  static SidecarStatus read(String response) {
    try {
      JsonNode status = JSON.readTree(response);
      String phase = status.path(StatusFields.PHASE).asText();
      return PhaseNames.ALL.contains(phase)
          ? new Reported(
              phase, VerdictJson.readSidecars(response), load(status.path(StatusFields.NOW)))
          : SidecarStatus.unknown(Cause.UNREADABLE);
    } catch (JsonProcessingException notJson) {
      return SidecarStatus.unknown(Cause.UNREADABLE);
    }
  }

  private static Load load(JsonNode now) {
    return new Load(
        count(now.path(StatusFields.CONNECTIONS)), count(now.path(StatusFields.REQUESTS)));
  }

  private static Count count(JsonNode number) {
    return number.canConvertToLong() && number.isIntegralNumber() && number.asLong() >= 0
        ? Count.of(number.asLong())
        : Load.UNKNOWN.connections();
  }

  @Override
  public void close() {
    http.close();
  }
}
