/** Compares the README's tables, figures and pictures with code, chart and records. */
@NullMarked
package io.ebbgate.system.readme;

import org.jspecify.annotations.NullMarked;
