/** How gateway pods terminated: what is remembered of them, and the Event that is published. */
@NullMarked
package io.ebbgate.core.termination;

import org.jspecify.annotations.NullMarked;
