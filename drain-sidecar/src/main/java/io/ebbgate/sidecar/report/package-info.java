/** What a drain came to, reported to the log, the termination message and the metrics. */
@NullMarked
package io.ebbgate.sidecar.report;

import org.jspecify.annotations.NullMarked;
