package io.ebbgate.webhook.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Defaults for OpenTelemetry's settings; its own environment variables override them. */
record OtelDefaults(Map<String, String> environment, String version, String instance) {
  private static final String PREFIX = "OTEL_";
  private static final String SERVICE = "ebbgate-webhook";

  /** The prefix of the SDK's name for a service without a configured name. */
  private static final String UNKNOWN = "unknown_service";

  private static final AttributeKey<String> NAME = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> VERSION = AttributeKey.stringKey("service.version");
  private static final AttributeKey<String> INSTANCE =
      AttributeKey.stringKey("service.instance.id");

  OtelDefaults {
    environment = Map.copyOf(environment);
  }

  /**
   * Traces only, with attributes of limited length: a review may carry a namespace of megabytes.
   */
  Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    properties.put("otel.traces.exporter", "otlp");
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    properties.put("otel.exporter.otlp.protocol", TraceSwitch.PROTOCOL);
    properties.put("otel.attribute.value.length.limit", "256");
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX) && !value.isEmpty()) {
        properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
      }
    });
    return properties;
  }

  /** The service's name, version and instance, unless the environment sets them. */
  Resource resource(Resource configured) {
    AttributesBuilder ours = Attributes.builder().put(VERSION, version);
    if (!instance.isEmpty()) {
      ours.put(INSTANCE, instance);
    }
    Resource named = Resource.create(ours.build()).merge(configured);
    String name = named.getAttribute(NAME);
    return name == null || name.startsWith(UNKNOWN)
        ? named.merge(Resource.create(Attributes.of(NAME, SERVICE)))
        : named;
  }
}
