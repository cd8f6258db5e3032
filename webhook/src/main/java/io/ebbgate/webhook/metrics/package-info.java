/** What a scrape of the webhook shows. */
@NullMarked
package io.ebbgate.webhook.metrics;

import org.jspecify.annotations.NullMarked;
