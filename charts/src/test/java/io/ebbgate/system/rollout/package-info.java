/** {@code ebbgate test} against real Envoys, real sidecars and a real API server. */
@NullMarked
package io.ebbgate.system.rollout;

import org.jspecify.annotations.NullMarked;
