package io.ebbgate.system.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A panel of a dashboard. */
record Panel(JsonNode tree) {
  String title() {
    return tree.path("title").asText();
  }

  String type() {
    return tree.path("type").asText();
  }

  String description() {
    return tree.path("description").asText();
  }

  /** What all its values are in, as Grafana calls it. */
  String unit() {
    return defaults().path("unit").asText();
  }

  /** What is shown where there is nothing. */
  String noValue() {
    return defaults().path("noValue").asText("No data");
  }

  /** How many digits after the point; what Grafana would choose where nobody says. */
  int decimals() {
    return defaults().path("decimals").asInt(2);
  }

  List<Target> targets() {
    return tree.path("targets").valueStream().map(Target::new).toList();
  }

  /** The colour of a value by the panel's thresholds, which are in ascending order. */
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
