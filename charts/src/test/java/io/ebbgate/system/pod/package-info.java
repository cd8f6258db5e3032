/** Runs one pod as processes on loopback, as the kubelet would; refuses what it can't follow. */
@NullMarked
package io.ebbgate.system.pod;

import org.jspecify.annotations.NullMarked;
