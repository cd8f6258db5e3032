/** One JSON object a line, which never waits for its reader. */
@NullMarked
package io.ebbgate.sidecar.log;

import org.jspecify.annotations.NullMarked;
