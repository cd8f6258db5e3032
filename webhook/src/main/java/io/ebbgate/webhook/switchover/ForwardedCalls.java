package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.status.ForwardedHttp;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Calls through the API server, as {@code kubectl port-forward} does. A pod's local port stays
 * open, so that a call is a connection and not a server too.
 */
final class ForwardedCalls implements SidecarCalls, AutoCloseable {
  /** A route of a thousand endpoints is smaller. */
  private static final long MAX_RESPONSE_BYTES = 1024 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, LocalPortForward> forwards = new HashMap<>();
  private final ForwardedHttp http;

  ForwardedCalls(Cluster cluster) {
    http = new ForwardedHttp(cluster, MAX_RESPONSE_BYTES);
  }

  @Override
  public Answer call(PodEntry pod, String method, String target, Duration limit)
      throws InterruptedException {
    if (pod.sidecar() == PodEntry.Sidecar.MISSING) {
      return new Answer.NoAnswer(pod.silence(), false);
    }
    if (pod.controlPort().isEmpty()) {
      return new Answer.NoAnswer("its control port is not on loopback", false);
    }
    LocalPortForward forward;
    try {
      forward = forward(pod);
    } catch (KubernetesClientException e) {
      return new Answer.NoAnswer("no port can be forwarded to it", false);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .method(method, BodyPublishers.noBody())
            .header(Headers.TOKEN, pod.token());
    try {
      HttpResponse<String> response = http.send(forward, target, request, limit);
      return new Answer.Replied(response.statusCode(), JSON.readTree(response.body()));
    } catch (JsonProcessingException notJson) {
      return new Answer.NoAnswer("its answer is no sidecar's", false);
    } catch (IOException failed) {
      boolean forbidden = ForwardedHttp.isForbidden(forward);
      return new Answer.NoAnswer(
          forbidden ? "you may not forward ports" : pod.silence(), forbidden);
    }
  }

  private synchronized LocalPortForward forward(PodEntry pod) {
    return forwards.computeIfAbsent(
        pod.uid(),
        _ -> http.open(pod.pod().namespace(), pod.name(), pod.controlPort().orElseThrow()));
  }

  @Override
  public synchronized void close() {
    http.close();
    for (LocalPortForward forward : forwards.values()) {
      try {
        forward.close();
      } catch (IOException _) {
        // The program ends, and the port with it.
      }
    }
  }
}
