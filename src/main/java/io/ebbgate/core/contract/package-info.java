/** The words both programs share, each written once. */
@NullMarked
package io.ebbgate.core.contract;

import org.jspecify.annotations.NullMarked;
