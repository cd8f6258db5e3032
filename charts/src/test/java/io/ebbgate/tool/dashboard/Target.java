package io.ebbgate.tool.dashboard;

import com.fasterxml.jackson.databind.JsonNode;

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
