package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.config.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Timeouts of routes, by the gateway that they are attached to: Gateway API's and Istio's. */
final class RouteIndex {
  /** Pairs of labels of a pod that name its Gateway, and the Gateway's namespace where one does. */
  private static final Map<String, String> GATEWAY_LABELS =
      Map.of(
          "gateway.networking.k8s.io/gateway-name", "",
          "gateway.envoyproxy.io/owning-gateway-name",
              "gateway.envoyproxy.io/owning-gateway-namespace",
          "gateway.consul.hashicorp.com/name", "gateway.consul.hashicorp.com/namespace");

  private final Inventory inventory;

  /** By {@code namespace/name} of a Gateway of the Gateway API. */
  private final Map<String, List<RouteTimeout>> ofGateways = new HashMap<>();

  /** By {@code namespace/name} of an Istio Gateway. */
  private final Map<String, List<RouteTimeout>> ofIstio = new HashMap<>();

  RouteIndex(Inventory inventory) {
    this.inventory = inventory;
    inventory.of("HTTPRoute").forEach(this::addHttpRoute);
    inventory.of("VirtualService").forEach(this::addVirtualService);
  }

  private void addHttpRoute(AuditObject route) {
    List<RouteTimeout> timeouts = new ArrayList<>();
    int rule = 0;
    for (JsonNode each : route.tree().at("/spec/rules")) {
      String field = "spec.rules[" + rule++ + "].timeouts.request";
      timeout(each.at("/timeouts/request"), "httproute/" + route.name() + " " + field)
          .ifPresent(timeouts::add);
    }
    for (JsonNode parent : route.tree().at("/spec/parentRefs")) {
      String namespace = parent.path("namespace").asText(inventory.namespace(route));
      String key = namespace + "/" + parent.path("name").asText();
      ofGateways.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(timeouts);
    }
  }

  private void addVirtualService(AuditObject service) {
    List<RouteTimeout> timeouts = new ArrayList<>();
    int http = 0;
    for (JsonNode each : service.tree().at("/spec/http")) {
      String field = "spec.http[" + http++ + "].timeout";
      timeout(each.path("timeout"), "virtualservice/" + service.name() + " " + field)
          .ifPresent(timeouts::add);
    }
    for (JsonNode gateway : service.tree().at("/spec/gateways")) {
      String name = gateway.asText();
      String key = name.indexOf('/') < 0 ? inventory.namespace(service) + "/" + name : name;
      ofIstio.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(timeouts);
    }
  }

  /** A timeout of 0 is none, and such a request takes any time. */
  private static Optional<RouteTimeout> timeout(JsonNode field, String place) {
    return DurationText.clamped(field.asText())
        .filter(time -> !time.isZero())
        .map(time -> new RouteTimeout(time, new Observation(place, text(time))));
  }

  private static String text(Duration time) {
    return time.toSeconds() + " s";
  }

  /** Those of the routes that are attached to this gateway. */
  List<RouteTimeout> of(String namespace, GatewayPod pod) {
    List<RouteTimeout> found = new ArrayList<>();
    GATEWAY_LABELS.forEach((name, in) -> {
      String gateway = pod.label(name);
      String where = in.isEmpty() || pod.label(in).isEmpty() ? namespace : pod.label(in);
      if (!gateway.isEmpty()) {
        found.addAll(ofGateways.getOrDefault(where + "/" + gateway, List.of()));
      }
    });
    for (AuditObject gateway : inventory.of("Gateway")) {
      JsonNode selector = gateway.tree().at("/spec/selector");
      if (!selector.isEmpty() && LabelSelectorMatch.hasAll(selector, pod.labels())) {
        String key = inventory.namespace(gateway) + "/" + gateway.name();
        found.addAll(ofIstio.getOrDefault(key, List.of()));
      }
    }
    return found;
  }
}
