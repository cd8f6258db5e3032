/** What the programs take of the memory that the chart gives them. */
@NullMarked
package io.ebbgate.system.memory;

import org.jspecify.annotations.NullMarked;
