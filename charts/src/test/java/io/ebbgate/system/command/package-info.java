/** How long the command line takes. */
@NullMarked
package io.ebbgate.system.command;

import org.jspecify.annotations.NullMarked;
