package io.ebbgate.sidecar.envoy;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The clusters of one listener, and the route configurations it takes more from, while read. */
final class RouteDraft {
  /** Clusters that are kept, at most; with more the route is incomplete. */
  static final int MOST_CLUSTERS = 1000;

  /** Route configurations that are read, at most. */
  static final int MOST_CONFIGURATIONS = 8;

  private final SortedSet<String> clusters = new TreeSet<>();
  private final SortedSet<String> configurations = new TreeSet<>();
  private boolean found;
  private boolean complete = true;

  /** Reads a {@code Listener}'s field. */
  void listener(JsonReader json, String field) throws IOException {
    found = true;
    switch (field) {
      case "filter_chains" -> json.elements(this::chain);
      case "default_filter_chain" -> chain(json);
      default -> {}
    }
  }

  private void chain(JsonReader json) throws IOException {
    json.field(
        "filters",
        filters -> filters.elements(filter -> filter.field("typed_config", this::configuration)));
  }

  /** A TCP proxy's or a connection manager's; a {@code TypedStruct} has it one level down. */
  private void configuration(JsonReader json) throws IOException {
    json.fields((_, part) -> {
      switch (part) {
        case "value" -> configuration(json);
        case "route_config" -> json.fields(this::routes);
        case "rds" ->
            json.field(
                "route_config_name",
                name -> keep(configurations, name.text(), MOST_CONFIGURATIONS));
        // Their routes are chosen by what a request has.
        case "scoped_routes", "matcher" -> complete = false;
        default -> target(json, part);
      }
    });
  }

  /** Reads a {@code RouteConfiguration}'s field. */
  void routes(JsonReader json, String part) throws IOException {
    switch (part) {
      case "virtual_hosts" -> json.elements(host -> host.field("routes", this::each));
      case "vhds" -> complete = false;
      default -> {}
    }
  }

  private void each(JsonReader routes) throws IOException {
    routes.elements(route -> route.field("route", action -> action.fields(this::target)));
  }

  private void target(JsonReader json, String part) throws IOException {
    switch (part) {
      case "cluster" -> cluster(json.text());
      case "weighted_clusters" ->
          json.field(
              "clusters",
              all -> all.elements(one -> one.field("name", name -> cluster(name.text()))));
      case "cluster_header", "cluster_specifier_plugin", "inline_cluster_specifier_plugin" ->
          complete = false;
      default -> {}
    }
  }

  private void cluster(Optional<String> name) {
    keep(clusters, name, MOST_CLUSTERS);
  }

  private void keep(SortedSet<String> names, Optional<String> name, int most) {
    if (name.isEmpty() || (names.size() >= most && !names.contains(name.get()))) {
      complete = false;
    } else {
      names.add(name.get());
    }
  }

  /** A route configuration could not be read. */
  void lacks() {
    complete = false;
  }

  /** Whether Envoy has the listener at all. */
  boolean found() {
    return found;
  }

  boolean complete() {
    return complete;
  }

  SortedSet<String> clusters() {
    return clusters;
  }

  SortedSet<String> configurations() {
    return configurations;
  }
}
