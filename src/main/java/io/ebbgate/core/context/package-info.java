/** Drain contexts: what becomes of each version of a listener and of its connections. */
@NullMarked
package io.ebbgate.core.context;

import org.jspecify.annotations.NullMarked;
