package io.ebbgate.webhook.trace;

import io.opentelemetry.api.common.AttributeKey;

/** Names of spans and their attributes. */
final class SpanKeys {
  /** A review, from its last byte to its answer. */
  static final String REVIEW = "admission.mutate";

  /** A drain, from the hook to its answer; its phases are child spans, named after the phase. */
  static final String DRAIN = "drain";

  static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("ebbgate.namespace");
  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("ebbgate.operation");
  static final AttributeKey<String> PROFILE = AttributeKey.stringKey("ebbgate.profile");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("ebbgate.outcome");
  static final AttributeKey<String> REASON = AttributeKey.stringKey("ebbgate.reason");
  static final AttributeKey<Long> PATCH_OPERATIONS =
      AttributeKey.longKey("ebbgate.patch_operations");

  /** OpenTelemetry's semantic convention. */
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  static final AttributeKey<String> VERDICT = AttributeKey.stringKey("ebbgate.verdict");
  static final AttributeKey<String> TRIGGER = AttributeKey.stringKey("ebbgate.trigger");
  static final AttributeKey<String> POD = AttributeKey.stringKey("ebbgate.pod");
  static final AttributeKey<String> WORKLOAD = AttributeKey.stringKey("ebbgate.workload");
  static final AttributeKey<Long> CONNECTIONS_LEFT =
      AttributeKey.longKey("ebbgate.connections_left");
  static final AttributeKey<Long> REQUESTS_LEFT = AttributeKey.longKey("ebbgate.requests_left");
  static final AttributeKey<Double> BUDGET = AttributeKey.doubleKey("ebbgate.budget_seconds");

  private SpanKeys() {}
}
