/** When authorities and leaves are renewed, who is trusted meanwhile, and how that is stored. */
@NullMarked
package io.ebbgate.certs.rotation;

import org.jspecify.annotations.NullMarked;
