package io.ebbgate.tool.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values for Grafana's variables in a query.
 *
 * @param step interval between two points, which Grafana derives from a panel's width
 * @param scrape scrape interval in the data source's configuration
 * @param chosen the dashboard's own variables, each with a regular expression for its values
 */
public record GrafanaVariables(
    Instant from, Instant to, Duration step, Duration scrape, Map<String, String> chosen) {
  private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");

  /** Any valid values, for checks of the syntax. */
  public static final GrafanaVariables ANY =
      with(
          Instant.EPOCH,
          Instant.EPOCH.plus(Duration.ofHours(3)),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15));

  public GrafanaVariables {
    chosen = Map.copyOf(chosen);
  }

  /** Selects all values of all variables. */
  public static GrafanaVariables with(Instant from, Instant to, Duration step, Duration scrape) {
    return new GrafanaVariables(
        from,
        to,
        step,
        scrape,
        Map.of("job", ".+", "instance", ".+", "namespace", ".*", "workload", ".*"));
  }

  /** Selects a namespace. */
  public GrafanaVariables in(String namespace) {
    Map<String, String> others = new HashMap<>(chosen);
    others.put("namespace", namespace);
    return new GrafanaVariables(from, to, step, scrape, others);
  }

  /** Replaces the variables of a query. */
  public String query(String text) {
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

  /** At least four scrapes, as Grafana does, so that each rate has two samples. */
  private Duration rateInterval() {
    Duration four = scrape.multipliedBy(4);
    Duration more = step.plus(scrape);
    return four.compareTo(more) > 0 ? four : more;
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + "ms";
  }
}
