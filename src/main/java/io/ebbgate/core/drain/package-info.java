/** What a drain does and when it ends, as pure functions over readings. */
@NullMarked
package io.ebbgate.core.drain;

import org.jspecify.annotations.NullMarked;
