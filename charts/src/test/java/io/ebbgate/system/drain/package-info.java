/** Drains of injected gateway pods on this machine, under load. */
@NullMarked
package io.ebbgate.system.drain;

import org.jspecify.annotations.NullMarked;
