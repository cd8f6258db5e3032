package io.ebbgate.webhook.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.config.HostPort;
import io.ebbgate.webhook.cluster.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Addresses of a Service, in the order in which clients from outside would use them. */
final class ServiceAddresses {
  private static final int MOST_NODES = 3;
  private static final List<String> HTTP_PORTS = List.of("http", "http2", "web");
  private static final List<String> HTTPS_PORTS = List.of("https", "websecure");

  private ServiceAddresses() {}

  /**
   * An address and where it comes from.
   *
   * @param entrance whether it is a load balancer's
   */
  record Candidate(HostPort address, String source, boolean entrance) {}

  /** The Services that select pods with these labels. */
  static List<JsonNode> of(List<JsonNode> services, Map<String, String> labels) {
    return services.stream().filter(each -> selects(each, labels)).toList();
  }

  private static boolean selects(JsonNode service, Map<String, String> labels) {
    JsonNode selector = service.at("/spec/selector");
    return !selector.isEmpty()
        && selector
            .propertyStream()
            .allMatch(each -> each.getValue().asText().equals(labels.get(each.getKey())));
  }

  static String name(JsonNode service) {
    return service.at("/metadata/name").asText();
  }

  /**
   * The port with that number or name; without one, the only port, or the first for HTTP or HTTPS.
   *
   * @throws RefusedException where that is none
   */
  static JsonNode port(JsonNode service, String wanted, boolean tls) throws RefusedException {
    List<JsonNode> ports = service.at("/spec/ports").valueStream().toList();
    Optional<JsonNode> chosen =
        wanted.isEmpty()
            ? usual(ports, tls)
            : ports.stream()
                .filter(each ->
                    each.path("name").asText().equals(wanted)
                        || each.path("port").asText().equals(wanted))
                .findFirst();
    return chosen.orElseThrow(() ->
        new RefusedException(
            "Service %s has %s; name one by --service=%s:PORT."
                .formatted(
                    name(service),
                    ports.isEmpty()
                        ? "no port"
                        : "the ports " + joined(ports.stream().map(ServiceAddresses::title)),
                    name(service))));
  }

  private static Optional<JsonNode> usual(List<JsonNode> ports, boolean tls) {
    if (ports.size() == 1) {
      return Optional.of(ports.getFirst());
    }
    return ports.stream()
        .filter(each ->
            (tls ? HTTPS_PORTS : HTTP_PORTS).contains(each.path("name").asText())
                || each.path("port").asInt() == (tls ? 443 : 80))
        .findFirst();
  }

  private static String title(JsonNode port) {
    String name = port.path("name").asText();
    return port.path("port").asText() + (name.isEmpty() ? "" : " (" + name + ")");
  }

  static String joined(Stream<String> all) {
    return all.collect(Collectors.joining(", "));
  }

  /** Load balancers, external addresses, the cluster's address, and ports of some nodes. */
  static List<Candidate> candidates(JsonNode service, JsonNode port, List<JsonNode> nodes) {
    List<Candidate> found = new ArrayList<>();
    int number = port.path("port").asInt();
    for (JsonNode ingress : service.at("/status/loadBalancer/ingress")) {
      String ip = ingress.path("ip").asText();
      add(
          found,
          ip.isEmpty() ? ingress.path("hostname").asText() : ip,
          OptionalInt.of(number),
          "its load balancer",
          true);
    }
    for (JsonNode external : service.at("/spec/externalIPs")) {
      add(found, external.asText(), OptionalInt.of(number), "its external address", true);
    }
    String own = service.at("/spec/clusterIP").asText();
    if (!own.equals("None")) {
      add(found, own, OptionalInt.of(number), "its address in the cluster", false);
    }
    OptionalInt nodePort =
        port.path("nodePort").asInt() == 0
            ? OptionalInt.empty()
            : OptionalInt.of(port.path("nodePort").asInt());
    nodes.stream()
        .limit(MOST_NODES)
        .flatMap(node -> node.at("/status/addresses").valueStream())
        .filter(each -> each.path("type").asText().endsWith("IP"))
        .forEach(each ->
            add(found, each.path("address").asText(), nodePort, "its port of a node", false));
    return found;
  }

  private static void add(
      List<Candidate> found, String host, OptionalInt port, String source, boolean entrance) {
    if (!host.isEmpty() && port.isPresent()) {
      found.add(new Candidate(new HostPort(host, port.getAsInt()), source, entrance));
    }
  }
}
