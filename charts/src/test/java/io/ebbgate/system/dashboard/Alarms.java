package io.ebbgate.system.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What a Prometheus alerts of, by the alerts' names. */
public record Alarms(Prometheus prometheus) {
  private static final String FIRING = "ALERTS{alertstate=\"firing\"}";
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Waits until one fires. */
  public void await(String name, Duration limit) throws IOException, InterruptedException {
    await(name + " to fire", limit, firing -> firing.contains(name));
  }

  /** Waits until one that fired does not. */
  public void awaitEnd(String name, Duration limit) throws IOException, InterruptedException {
    await(name + " to be over", limit, firing -> !firing.contains(name));
  }

  private void await(String what, Duration limit, Predicate<Set<String>> seen)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    Set<String> firing = names(FIRING);
    while (!seen.test(firing)) {
      if (System.nanoTime() - began > limit.toNanos()) {
        throw new AssertionError("waited %s for %s; firing: %s".formatted(limit, what, firing));
      }
      Thread.sleep(LOOK);
      firing = names(FIRING);
    }
  }

  /** All that have fired within an hour. */
  public Set<String> fired() throws IOException, InterruptedException {
    return names("count_over_time(" + FIRING + "[1h])");
  }

  private Set<String> names(String query) throws IOException, InterruptedException {
    String grouped = "group by (alertname) (" + query + ")";
    JsonNode answer = prometheus.ask("query", Map.of("query", grouped));
    Set<String> names = new TreeSet<>();
    answer
        .path("result")
        .forEach(each -> names.add(each.path("metric").path("alertname").asText()));
    return names;
  }
}
