/** The verdict document: how one drain ended, in one shape for every reader. */
@NullMarked
package io.ebbgate.core.verdict;

import org.jspecify.annotations.NullMarked;
