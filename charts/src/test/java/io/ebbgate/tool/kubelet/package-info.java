/** Runs one pod as processes on loopback, as the kubelet would; refuses what it can't follow. */
@NullMarked
package io.ebbgate.tool.kubelet;

import org.jspecify.annotations.NullMarked;
