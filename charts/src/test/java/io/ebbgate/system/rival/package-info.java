/** Ebbgate beside what others do when an Envoy leaves: the same roll for each, and its numbers. */
@NullMarked
package io.ebbgate.system.rival;

import org.jspecify.annotations.NullMarked;
