/** Architecture rules: dependencies between modules and packages, names and words. */
@NullMarked
package io.ebbgate.system.architecture;

import org.jspecify.annotations.NullMarked;
