/**
 * What the strict load client meets in tests: the backend behind the gateways, and the program that
 * is client or backend in a pod ({@code LoadMain}), with its report, of which it refuses a part.
 */
@NullMarked
package io.ebbgate.tool.load;

import org.jspecify.annotations.NullMarked;
