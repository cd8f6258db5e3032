/** The drain sidecar's program as a process beside a real Envoy. */
@NullMarked
package io.ebbgate.tool.sidecar;

import org.jspecify.annotations.NullMarked;
