/** Prometheus' own programs, as tests use them. */
@NullMarked
package io.ebbgate.system.prometheus;

import org.jspecify.annotations.NullMarked;
