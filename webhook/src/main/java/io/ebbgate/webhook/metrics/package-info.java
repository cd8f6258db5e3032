/** The webhook's Prometheus metrics. */
@NullMarked
package io.ebbgate.webhook.metrics;

import org.jspecify.annotations.NullMarked;
