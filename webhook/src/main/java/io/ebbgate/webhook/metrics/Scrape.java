package io.ebbgate.webhook.metrics;

import static java.util.Objects.requireNonNull;

/** An answer to Prometheus, and its content type. */
public record Scrape(String type, String text) {
  public Scrape {
    requireNonNull(type);
    requireNonNull(text);
  }
}
