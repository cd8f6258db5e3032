/**
 * Watches injected pods and publishes how they drained, as Events, metrics and spans. No drain
 * waits for it.
 */
@NullMarked
package io.ebbgate.webhook.observer;

import org.jspecify.annotations.NullMarked;
