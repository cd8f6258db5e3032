/**
 * Compares the documentation's tables, figures, pictures and links with code, chart and records.
 */
@NullMarked
package io.ebbgate.system.readme;

import org.jspecify.annotations.NullMarked;
