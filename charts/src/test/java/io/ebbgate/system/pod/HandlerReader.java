package io.ebbgate.system.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the hooks and probes of one container. */
record HandlerReader(JsonNode container, String address) {
  private static final int PERIOD = 10;
  private static final int FAILURES = 3;

  Optional<Handler> preStop() throws RefusedPodException {
    JsonNode lifecycle = container.path("lifecycle");
    String where = "lifecycle of " + container.path("name").asText();
    if (lifecycle.has("postStart")) {
      throw new RefusedPodException(where + " has postStart, which can't be followed here.");
    }
    JsonNode hook = lifecycle.path("preStop");
    if (!hook.isObject()) {
      return Optional.empty();
    }
    if (hook.size() != 1) {
      throw new RefusedPodException(where + " has a preStop with other than one handler.");
    }
    if (hook.has("sleep")) {
      return Optional.of(
          new Handler.Sleep(Duration.ofSeconds(hook.path("sleep").path("seconds").asLong())));
    }
    if (!hook.has("httpGet")) {
      throw new RefusedPodException(where + " has a preStop other than httpGet and sleep.");
    }
    return Optional.of(get(hook.path("httpGet"), where));
  }

  Optional<Probe> probe(String kind) throws RefusedPodException {
    JsonNode probe = container.path(kind);
    if (!probe.isObject()) {
      return Optional.empty();
    }
    String where = kind + " of " + container.path("name").asText();
    Fields.probe(probe, where);
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

  private Handler.Get get(JsonNode get, String where) throws RefusedPodException {
    Fields.get(get, where);
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
