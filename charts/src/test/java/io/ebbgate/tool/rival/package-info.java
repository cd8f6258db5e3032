/** Ebbgate beside what others do when an Envoy leaves: the same roll for each, and its numbers. */
@NullMarked
package io.ebbgate.tool.rival;

import org.jspecify.annotations.NullMarked;
