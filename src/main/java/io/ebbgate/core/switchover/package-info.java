/** A switchover: the clients of one listener follow when what is behind it moves. */
@NullMarked
package io.ebbgate.core.switchover;

import org.jspecify.annotations.NullMarked;
