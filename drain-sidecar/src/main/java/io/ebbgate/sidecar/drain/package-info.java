/** Carrying out one drain at a time, and telling what came of it. */
@NullMarked
package io.ebbgate.sidecar.drain;

import org.jspecify.annotations.NullMarked;
