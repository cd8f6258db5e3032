/** The rules of the house: who may see whom, and what may be called what. */
@NullMarked
package io.ebbgate.system.architecture;

import org.jspecify.annotations.NullMarked;
