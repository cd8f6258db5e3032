/** Closing the connections of one listener: what a request may hit, and how many are due when. */
@NullMarked
package io.ebbgate.core.close;

import org.jspecify.annotations.NullMarked;
