package io.ebbgate.sidecar.http;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.switchover.ListenerRoute;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.envoy.RouteReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The call that says where a listener's clients are led; loaded with the first of them. */
final class RouteHandler {
  private static final String ENDPOINTS = "endpoints";
  static final String ALSO = "also";
  private static final Set<String> PARAMETERS = Set.of(ENDPOINTS, ALSO);

  /** Clusters beside those of the route. */
  private static final int MOST_ALSO = 32;

  private RouteHandler() {}

  /** Asks Envoy now. */
  static Response route(EnvoyAdmin admin, Request request) {
    String path = request.path();
    Optional<String> listener =
        QueryText.decoded(
            path.substring(Paths.LISTENERS.length() + 1, path.length() - Paths.ROUTE.length()));
    Optional<Map<String, String>> parameters =
        QueryText.parse(request.query())
            .filter(given -> PARAMETERS.containsAll(given.keySet()))
            .filter(given -> isAllowed(also(given)));
    if (listener.isEmpty() || parameters.isEmpty()) {
      return Response.error(
          400,
          "Name and parameters have to be percent-encoded; parameters are endpoints=true and"
              + " also=CLUSTER,CLUSTER of at most %d clusters.".formatted(MOST_ALSO));
    }
    boolean endpoints = parameters.get().getOrDefault(ENDPOINTS, "").equals("true");
    return switch (RouteReader.read(admin, listener.get())) {
      case RouteReader.Found.Route(ListenerRoute route) when endpoints ->
          switch (RouteReader.withEndpoints(admin, route, also(parameters.get()))) {
            case AdminResult.Answered<ListenerRoute>(ListenerRoute all) ->
                answer(listener.get(), all, true);
            case AdminResult<ListenerRoute> fault -> missing("/clusters: " + fault.text());
          };
      case RouteReader.Found.Route(ListenerRoute route) -> answer(listener.get(), route, false);
      case RouteReader.Found.NoListener() ->
          Response.error(404, "Envoy has no listener %s.".formatted(listener.get()));
      case RouteReader.Found.Missing(String cause) -> missing(cause);
    };
  }

  private static Response missing(String cause) {
    return Response.error(503, "Envoy does not say where it leads clients: %s.".formatted(cause));
  }

  static boolean isAllowed(Set<String> also) {
    return also.size() <= MOST_ALSO;
  }

  /** The clusters that are named beside those of the route. */
  static Set<String> also(Map<String, String> parameters) {
    String names = parameters.getOrDefault(ALSO, "");
    return names.isEmpty() ? Set.of() : new HashSet<>(List.of(names.split(",", MOST_ALSO + 1)));
  }

  private static Response answer(String listener, ListenerRoute route, boolean endpoints) {
    return Response.json(
        200,
        json -> {
          json.writeStringField("listener", listener);
          json.writeArrayFieldStart("clusters");
          for (String cluster : route.clusters()) {
            json.writeString(cluster);
          }
          json.writeEndArray();
          json.writeBooleanField("complete", route.complete());
          if (!endpoints) {
            return;
          }
          json.writeArrayFieldStart(ENDPOINTS);
          for (ListenerRoute.Endpoint endpoint : route.endpoints()) {
            json.writeStartObject();
            json.writeStringField("cluster", endpoint.cluster());
            json.writeStringField("address", endpoint.address());
            json.writeBooleanField("healthy", endpoint.healthy());
            json.writeNumberField("connections", endpoint.connections());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
