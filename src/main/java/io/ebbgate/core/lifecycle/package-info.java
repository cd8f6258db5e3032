/** Time as a value. */
@NullMarked
package io.ebbgate.core.lifecycle;

import org.jspecify.annotations.NullMarked;
