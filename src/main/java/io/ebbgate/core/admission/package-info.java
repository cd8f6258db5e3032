/** Which pods are changed and why, as pure functions over what was read of a pod. */
@NullMarked
package io.ebbgate.core.admission;

import org.jspecify.annotations.NullMarked;
