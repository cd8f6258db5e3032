package io.ebbgate.system.dashboard;

import com.fasterxml.jackson.databind.JsonNode;

/** A query of a panel. */
record Target(JsonNode tree) {
  /** In PromQL, with Grafana's variables. */
  String query() {
    return tree.path("expr").asText();
  }

  /** How its series are called, with labels between two pairs of braces. */
  String legend() {
    return tree.path("legendFormat").asText();
  }

  /** Whether it is asked for one moment instead of a range. */
  boolean isInstant() {
    return tree.path("instant").asBoolean();
  }
}
