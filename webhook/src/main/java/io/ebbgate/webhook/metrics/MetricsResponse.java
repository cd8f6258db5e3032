package io.ebbgate.webhook.metrics;

import static java.util.Objects.requireNonNull;

/** The response to a scrape: its content type and body. */
public record MetricsResponse(String type, String text) {
  public MetricsResponse {
    requireNonNull(type);
    requireNonNull(text);
  }
}
