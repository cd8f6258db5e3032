/**
 * Compares Ebbgate with other ways to drain an Envoy: the same rolling restart under the same load
 * for each, written as JSON, CSV, Markdown and SVG. Used by the comparison scenarios; the docs
 * shows its tables. It refuses to run where the programs of the others have not been built.
 */
@NullMarked
package io.ebbgate.tool.rival;

import org.jspecify.annotations.NullMarked;
