/** Which Envoy is in front of the sidecar, polled while no drain runs. */
@NullMarked
package io.ebbgate.sidecar.watch;

import org.jspecify.annotations.NullMarked;
