package io.ebbgate.tool.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A panel of a dashboard. */
public record Panel(JsonNode tree) {
  /** A query of a panel. */
  public record Target(JsonNode tree) {
    /** PromQL with Grafana's variables. */
    public String query() {
      return tree.path("expr").asText();
    }

    /** The legend's format, with labels as <code>{{label}}</code>. */
    String legend() {
      return tree.path("legendFormat").asText();
    }

    /** Whether it is an instant query instead of a range query. */
    boolean isInstant() {
      return tree.path("instant").asBoolean();
    }
  }

  public String title() {
    return tree.path("title").asText();
  }

  public String description() {
    return tree.path("description").asText();
  }

  /** The unit of its values, by Grafana's name. */
  public String unit() {
    return defaults().path("unit").asText();
  }

  /** Text without data. */
  String noValue() {
    return defaults().path("noValue").asText("No data");
  }

  /** Number of decimals; by default two. */
  int decimals() {
    return defaults().path("decimals").asInt(2);
  }

  public List<Target> targets() {
    return tree.path("targets").valueStream().map(Target::new).toList();
  }

  /** A value's colour by the panel's thresholds, which are in ascending order. */
  String colour(double value) {
    String colour = "text";
    for (JsonNode step : defaults().at("/thresholds/steps")) {
      if (step.path("value").isNull() || value >= step.path("value").asDouble()) {
        colour = step.path("color").asText();
      }
    }
    return colour;
  }

  private JsonNode defaults() {
    return tree.at("/fieldConfig/defaults");
  }
}
