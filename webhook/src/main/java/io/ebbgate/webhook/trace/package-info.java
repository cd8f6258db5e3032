/** Spans for whoever collects traces; OpenTelemetry's SDK stays in here, and is off by default. */
@NullMarked
package io.ebbgate.webhook.trace;

import org.jspecify.annotations.NullMarked;
