/** How gateway pods left: their last words, and what everybody is told of them. */
@NullMarked
package io.ebbgate.core.termination;

import org.jspecify.annotations.NullMarked;
