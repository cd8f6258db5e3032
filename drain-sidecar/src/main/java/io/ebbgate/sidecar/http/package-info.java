/** The hook's port and the control port. */
@NullMarked
package io.ebbgate.sidecar.http;

import org.jspecify.annotations.NullMarked;
