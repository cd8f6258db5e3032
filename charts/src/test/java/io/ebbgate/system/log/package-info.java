/** Checks that both programs' logs have the keys and words of the log schema. */
@NullMarked
package io.ebbgate.system.log;

import org.jspecify.annotations.NullMarked;
