/** Keeps the README true of the code. */
@NullMarked
package io.ebbgate.system.readme;

import org.jspecify.annotations.NullMarked;
