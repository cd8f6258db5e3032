package io.ebbgate.tool.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the hooks and probes of one container.
 *
 * @param grace the pod's, which the API server lets no hook sleep longer than
 */
record HandlerReader(JsonNode container, String address, Duration grace) {
  private static final int PERIOD = 10;
  private static final int FAILURES = 3;

  Optional<Handler> preStop() throws RefusedPodException {
    JsonNode lifecycle = container.path("lifecycle");
    String where = "lifecycle of " + container.path("name").asText();
    SupportedFields.LIFECYCLE.check(lifecycle, where);
    JsonNode hook = lifecycle.path("preStop");
    if (!hook.isObject()) {
      return Optional.empty();
    }
    if (hook.size() != 1) {
      throw new RefusedPodException(where + " has a preStop with other than one handler.");
    }
    return Optional.of(
        switch (hook.fieldNames().next()) {
          case "sleep" -> sleep(hook.path("sleep"), where);
          case "httpGet" -> get(hook.path("httpGet"), where);
          default ->
              throw new RefusedPodException(where + " has a preStop other than httpGet and sleep.");
        });
  }

  Optional<Probe> probe(String kind) throws RefusedPodException {
    JsonNode probe = container.path(kind);
    if (!probe.isObject()) {
      return Optional.empty();
    }
    String where = kind + " of " + container.path("name").asText();
    SupportedFields.PROBE.check(probe, where);
    JsonNode own = probe.path("terminationGracePeriodSeconds");
    return Optional.of(
        new Probe(
            handler(probe, where),
            seconds(probe, "initialDelaySeconds", 0),
            seconds(probe, "periodSeconds", PERIOD),
            seconds(probe, "timeoutSeconds", 1),
            probe.path("failureThreshold").asInt(FAILURES),
            probe.path("successThreshold").asInt(1),
            own.isNumber() ? Optional.of(Duration.ofSeconds(own.asLong())) : Optional.empty()));
  }

  private Handler handler(JsonNode probe, String where) throws RefusedPodException {
    if (probe.has("httpGet")) {
      return get(probe.path("httpGet"), where);
    }
    if (probe.has("tcpSocket")) {
      JsonNode socket = probe.path("tcpSocket");
      return new Handler.Connect(socket.path("host").asText(address), port(socket, where));
    }
    throw new RefusedPodException(where + " is neither httpGet nor tcpSocket.");
  }

  private Handler.Sleep sleep(JsonNode sleep, String where) throws RefusedPodException {
    Duration time = Duration.ofSeconds(sleep.path("seconds").asLong());
    if (time.compareTo(grace) > 0) {
      throw new RefusedPodException(
          "%s sleeps longer than the pod's grace of %d s.".formatted(where, grace.toSeconds()));
    }
    return new Handler.Sleep(time);
  }

  private Handler.Get get(JsonNode get, String where) throws RefusedPodException {
    SupportedFields.GET.check(get, where);
    if (!get.path("scheme").asText("HTTP").equals("HTTP")) {
      throw new RefusedPodException(where + ".scheme is not HTTP, and only that is spoken here.");
    }
    Map<String, String> headers = new HashMap<>();
    for (JsonNode header : get.path("httpHeaders")) {
      headers.put(header.path("name").asText(), header.path("value").asText());
    }
    return new Handler.Get(
        get.path("host").asText(address), port(get, where), get.path("path").asText("/"), headers);
  }

  /** A name is looked up in this container only, as the kubelet does. */
  private int port(JsonNode handler, String where) throws RefusedPodException {
    JsonNode port = handler.path("port");
    if (port.isNumber()) {
      return port.asInt();
    }
    if (!port.isTextual()) {
      throw new RefusedPodException(where + " has no port.");
    }
    for (JsonNode declared : container.path("ports")) {
      if (declared.path("name").equals(port)) {
        return declared.path("containerPort").asInt();
      }
    }
    throw new RefusedPodException(where + " names the port " + port + ", which it does not have.");
  }

  private static Duration seconds(JsonNode probe, String field, int fallback) {
    return Duration.ofSeconds(probe.path(field).asLong(fallback));
  }
}
