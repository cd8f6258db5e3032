/** Certificates and keys made, checked and written as PEM, without a file or a clock of its own. */
@NullMarked
package io.ebbgate.certs.issue;

import org.jspecify.annotations.NullMarked;
