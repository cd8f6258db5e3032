/** Reading settings from text, every mistake reported at once. */
@NullMarked
package io.ebbgate.core.config;

import org.jspecify.annotations.NullMarked;
