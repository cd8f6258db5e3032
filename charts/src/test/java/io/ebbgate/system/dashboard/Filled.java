package io.ebbgate.system.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Grafana puts in the place of variables.
 *
 * @param step between two points; Grafana takes it from the width of a panel
 * @param scrape how often Prometheus scrapes, as the data source is told
 * @param chosen the dashboard's own variables, each with an expression for its values
 */
public record Filled(
    Instant from, Instant to, Duration step, Duration scrape, Map<String, String> chosen) {
  private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");

  /** For who wants to know no more than whether a query is one. */
  static final Filled ANYHOW =
      with(
          Instant.EPOCH,
          Instant.EPOCH.plus(Duration.ofHours(3)),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15));

  public Filled {
    chosen = Map.copyOf(chosen);
  }

  /** With all values of every variable. */
  public static Filled with(Instant from, Instant to, Duration step, Duration scrape) {
    return new Filled(
        from,
        to,
        step,
        scrape,
        Map.of("job", ".+", "instance", ".+", "namespace", ".*", "workload", ".*"));
  }

  /** With one namespace. */
  public Filled in(String namespace) {
    Map<String, String> others = new HashMap<>(chosen);
    others.put("namespace", namespace);
    return new Filled(from, to, step, scrape, others);
  }

  /** The query that Prometheus gets. */
  String query(String text) {
    return VARIABLE.matcher(text).replaceAll(this::value);
  }

  private String value(MatchResult variable) {
    String name = variable.group(1);
    String value =
        switch (name) {
          case "__interval" -> millis(step);
          case "__rate_interval" -> millis(rateInterval());
          case "__range" -> millis(Duration.between(from, to));
          default -> chosen.getOrDefault(name, "");
        };
    if (value.isEmpty()) {
      throw new IllegalArgumentException("$" + name + " is no variable of the dashboard");
    }
    return Matcher.quoteReplacement(value);
  }

  /** At least four scrapes, so that a rate always has two to be of. */
  private Duration rateInterval() {
    Duration four = scrape.multipliedBy(4);
    Duration more = step.plus(scrape);
    return four.compareTo(more) > 0 ? four : more;
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + "ms";
  }
}
