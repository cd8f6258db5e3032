/** Checks the chart's dashboard: against lint rules, recorded scrapes and a real Prometheus. */
@NullMarked
package io.ebbgate.system.dashboard;

import org.jspecify.annotations.NullMarked;
