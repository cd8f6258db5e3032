/**
 * Traces of reviews and drains by OpenTelemetry's SDK, which no other package uses; off by default.
 */
@NullMarked
package io.ebbgate.webhook.trace;

import org.jspecify.annotations.NullMarked;
