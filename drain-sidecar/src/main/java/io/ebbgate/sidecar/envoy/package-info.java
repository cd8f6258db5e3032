/** Talking to Envoy's admin interface: calls, their outcomes, and what the answers say. */
@NullMarked
package io.ebbgate.sidecar.envoy;

import org.jspecify.annotations.NullMarked;
