/** What a scrape of the sidecar shows. */
@NullMarked
package io.ebbgate.sidecar.metrics;

import org.jspecify.annotations.NullMarked;
