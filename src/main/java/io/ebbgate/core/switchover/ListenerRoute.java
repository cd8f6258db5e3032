package io.ebbgate.core.switchover;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where clients of a listener are led.
 *
 * @param clusters that its TCP proxies and routes point to
 * @param complete whether these are all: a route may take its cluster from a header
 * @param endpoints of these clusters and of those that were asked for besides; empty where none
 *     were asked for
 */
public record ListenerRoute(
    SortedSet<String> clusters, boolean complete, List<Endpoint> endpoints) {
  /**
   * One address that a cluster's connections go to.
   *
   * @param address as Envoy writes it, {@code 10.0.0.7:3306}
   * @param healthy whether Envoy sends new connections there as long as others are healthy too
   * @param connections of all listeners
   */
  public record Endpoint(String cluster, String address, boolean healthy, long connections) {}

  public ListenerRoute {
    clusters = new TreeSet<>(clusters);
    endpoints = List.copyOf(endpoints);
  }

  /** For people. */
  public String text() {
    return clusters.isEmpty() ? "no cluster" : String.join(", ", clusters);
  }
}
