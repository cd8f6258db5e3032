/** When CAs and leaf certificates are renewed, which CAs are trusted, and how they are stored. */
@NullMarked
package io.ebbgate.certs.rotation;

import org.jspecify.annotations.NullMarked;
