package io.ebbgate.tool.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Names of the alerts that fire on a Prometheus. */
public record FiringAlerts(Prometheus prometheus) {
  private static final String FIRING = "ALERTS{alertstate=\"firing\"}";
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  /** Waits until an alert fires. */
  public void await(String name, Duration limit) throws IOException, InterruptedException {
    await(name + " to fire", limit, firing -> firing.contains(name));
  }

  /** Waits until an alert no longer fires. */
  public void awaitEnd(String name, Duration limit) throws IOException, InterruptedException {
    await(name + " to end", limit, firing -> !firing.contains(name));
  }

  private void await(String what, Duration limit, Predicate<Set<String>> seen)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    Set<String> firing = names(FIRING);
    while (!seen.test(firing)) {
      if (System.nanoTime() - began > limit.toNanos()) {
        throw new AssertionError("waited %s for %s; firing: %s".formatted(limit, what, firing));
      }
      Thread.sleep(POLL_INTERVAL);
      firing = names(FIRING);
    }
  }

  /** All alerts that fired within the last hour. */
  public Set<String> fired() throws IOException, InterruptedException {
    return names("count_over_time(" + FIRING + "[1h])");
  }

  private Set<String> names(String query) throws IOException, InterruptedException {
    String grouped = "group by (alertname) (" + query + ")";
    JsonNode answer = prometheus.call("query", Map.of("query", grouped));
    Set<String> names = new TreeSet<>();
    answer
        .path("result")
        .forEach(each -> names.add(each.path("metric").path("alertname").asText()));
    return names;
  }
}
