/** Scenarios: what is done to a gateway under load, and what has to come of it. */
@NullMarked
package io.ebbgate.system.scenario;

import org.jspecify.annotations.NullMarked;
