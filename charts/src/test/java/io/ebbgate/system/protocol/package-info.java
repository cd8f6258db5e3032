/** Drains of a real Envoy with a client of each protocol. */
@NullMarked
package io.ebbgate.system.protocol;

import org.jspecify.annotations.NullMarked;
