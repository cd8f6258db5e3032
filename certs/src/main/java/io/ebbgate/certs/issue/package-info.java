/** Issues and checks certificates and keys and converts them to PEM, without files or a clock. */
@NullMarked
package io.ebbgate.certs.issue;

import org.jspecify.annotations.NullMarked;
