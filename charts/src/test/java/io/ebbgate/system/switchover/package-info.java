/** Switchovers of real gateways with real sidecars, and what they survive. */
@NullMarked
package io.ebbgate.system.switchover;

import org.jspecify.annotations.NullMarked;
