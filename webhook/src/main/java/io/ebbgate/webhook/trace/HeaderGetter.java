package io.ebbgate.webhook.trace;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a propagator the request's headers, whose names are spelt as the propagator's fields. */
enum HeaderGetter implements TextMapGetter<Map<String, String>> {
  HEADERS;

  @Override
  public Iterable<String> keys(Map<String, String> headers) {
    return headers.keySet();
  }

  @Override
  public @Nullable String get(@Nullable Map<String, String> headers, String name) {
    return headers == null ? null : headers.get(name);
  }
}
