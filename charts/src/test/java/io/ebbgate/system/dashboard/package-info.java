/** The dashboard: held to a linter's rules, and evaluated on a real Prometheus. */
@NullMarked
package io.ebbgate.system.dashboard;

import org.jspecify.annotations.NullMarked;
