/** Certificate files for a laptop, a demo or a test. */
@NullMarked
package io.ebbgate.certs.dev;

import org.jspecify.annotations.NullMarked;
