/** Closing the connections of one listener on demand, and keeping it closed for a time. */
@NullMarked
package io.ebbgate.sidecar.close;

import org.jspecify.annotations.NullMarked;
