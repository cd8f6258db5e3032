package io.ebbgate.sidecar.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.core.switchover.ListenerRoute;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks where clients of one listener are led: {@code /config_dump} of that listener alone and of
 * the route configurations it names, and {@code /clusters}.
 */
public final class RouteReader {
  /** Endpoints that are kept, at most. */
  static final int MOST_ENDPOINTS = 1000;

  /** What the calls together came to. */
  public sealed interface Found {
    /** The route. */
    record Route(ListenerRoute route) implements Found {}

    /** Envoy has no such listener. */
    record NoListener() implements Found {}

    /** Envoy did not say, and what the first call came to that failed. */
    record Missing(String cause) implements Found {}
  }

  private RouteReader() {}

  /** Reads the route of a listener's newest version, without endpoints. */
  public static Found read(EnvoyAdmin admin, String listener) {
    RouteDraft draft = new RouteDraft();
    for (String resource : List.of("static_listeners", "dynamic_listeners")) {
      AdminResult<Boolean> result =
          admin.call(dump(resource, listener, body -> listener(body, listener, draft)));
      if (!(result instanceof AdminResult.Answered<Boolean>)) {
        return new Found.Missing("/config_dump: " + result.text());
      }
    }
    if (!draft.found()) {
      return new Found.NoListener();
    }
    for (String configuration : List.copyOf(draft.configurations())) {
      AdminResult<Boolean> result =
          admin.call(
              dump(
                  "dynamic_route_configs",
                  configuration,
                  body -> configuration(body, configuration, draft)));
      if (!(result instanceof AdminResult.Answered<Boolean>(Boolean found)) || !found) {
        draft.lacks();
      }
    }
    return new Found.Route(new ListenerRoute(draft.clusters(), draft.complete(), List.of()));
  }

  /**
   * The same route with the endpoints of its clusters, by {@code /clusters}.
   *
   * @param also clusters of which the endpoints are asked for as well
   */
  public static AdminResult<ListenerRoute> withEndpoints(
      EnvoyAdmin admin, ListenerRoute route, Set<String> also) {
    Set<String> clusters = new HashSet<>(route.clusters());
    clusters.addAll(also);
    return admin.call(
        AdminCall.get(
            "/clusters",
            "?format=json",
            AdminCall.LONG,
            body ->
                new ListenerRoute(route.clusters(), route.complete(), endpoints(body, clusters))));
  }

  /** Envoy writes only what has this name; its expressions are RE2's. */
  private static AdminCall<Boolean> dump(
      String resource, String name, AdminCall.Reader<Boolean> reader) {
    String exactly = name.contains("\\E") ? ".*" : "\\Q" + name + "\\E";
    return AdminCall.get(
        "/config_dump",
        "?resource=%s&name_regex=%s".formatted(resource, URLEncoder.encode(exactly, UTF_8)),
        AdminCall.LONG,
        reader);
  }

  /** Reads a dump of listeners; those that LDS took away are led nowhere. */
  static boolean listener(InputStream body, String listener, RouteDraft draft) throws IOException {
    JsonReader.document(body, "configs", config -> version(config, listener, draft));
    return draft.found();
  }

  private static void version(JsonReader config, String listener, RouteDraft draft)
      throws IOException {
    config.fields((json, field) -> {
      switch (field) {
        case "active_state" -> json.field("listener", one -> named(one, listener, draft));
        case "listener" -> named(json, listener, draft);
        default -> {}
      }
    });
  }

  /** Envoy writes the name first. */
  private static void named(JsonReader json, String listener, RouteDraft draft) throws IOException {
    boolean[] same = {false};
    json.fields((_, field) -> {
      if (field.equals("name")) {
        same[0] = json.text().filter(listener::equals).isPresent();
      } else if (same[0]) {
        draft.listener(json, field);
      }
    });
  }

  /** Reads a dump of route configurations. */
  static boolean configuration(InputStream body, String name, RouteDraft draft) throws IOException {
    boolean[] found = {false};
    JsonReader.document(
        body,
        "configs",
        config -> config.field("route_config", one -> found[0] |= configuration(one, name, draft)));
    return found[0];
  }

  private static boolean configuration(JsonReader json, String name, RouteDraft draft)
      throws IOException {
    boolean[] same = {false};
    json.fields((_, field) -> {
      switch (field) {
        case "name" -> same[0] = json.text().filter(name::equals).isPresent();
        case "virtual_hosts", "vhds" -> {
          if (same[0]) {
            draft.routes(json, field);
          }
        }
        default -> {}
      }
    });
    return same[0];
  }

  /** Reads {@code /clusters}. */
  static List<ListenerRoute.Endpoint> endpoints(InputStream body, Set<String> clusters)
      throws IOException {
    List<ListenerRoute.Endpoint> endpoints = new ArrayList<>();
    JsonReader.document(
        body,
        "cluster_statuses",
        status -> {
          String[] name = {""};
          status.fields((json, field) -> {
            switch (field) {
              case "name" -> name[0] = json.text().orElse("");
              case "host_statuses" -> {
                if (clusters.contains(name[0])) {
                  json.elements(host -> endpoint(host, name[0], endpoints));
                }
              }
              default -> {}
            }
          });
        });
    return endpoints;
  }

  private static void endpoint(
      JsonReader host, String cluster, List<ListenerRoute.Endpoint> endpoints) throws IOException {
    AddressDraft[] address = {new AddressDraft()};
    long[] connections = {0};
    boolean[] healthy = {true};
    host.fields((json, field) -> {
      switch (field) {
        case "address" -> address[0] = AddressDraft.read(json);
        case "stats" -> json.elements(each -> connections[0] += active(each));
        case "health_status" -> json.fields((health, part) -> healthy[0] &= isGood(health, part));
        default -> {}
      }
    });
    if (endpoints.size() >= MOST_ENDPOINTS) {
      throw new IOException("more than " + MOST_ENDPOINTS + " endpoints");
    }
    endpoints.add(
        new ListenerRoute.Endpoint(cluster, address[0].text(), healthy[0], connections[0]));
  }

  /** A statistic that is 0 has no value. */
  private static long active(JsonReader json) throws IOException {
    boolean[] active = {false};
    long[] value = {0};
    json.fields((_, field) -> {
      switch (field) {
        case "name" -> active[0] = json.text().filter("cx_active"::equals).isPresent();
        // 64-bit numbers are texts in JSON of protocol buffers.
        case "value" -> value[0] = json.text().map(RouteReader::number).orElse(0L);
        default -> {}
      }
    });
    return active[0] ? value[0] : 0;
  }

  private static long number(String text) {
    try {
      return Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException foreign) {
      return 0;
    }
  }

  /** Every other field says what is wrong with it. */
  private static boolean isGood(JsonReader json, String part) throws IOException {
    return part.equals("eds_health_status")
        ? json.text()
            .filter(status -> status.equals("HEALTHY") || status.equals("UNKNOWN"))
            .isPresent()
        : json.truth().filter(wrong -> wrong).isEmpty();
  }
}
