/** The built programs under hostile clients, within the chart's limits. */
@NullMarked
package io.ebbgate.system.attack;

import org.jspecify.annotations.NullMarked;
