@NullMarked
package io.ebbgate.certs.rotation;

import org.jspecify.annotations.NullMarked;
