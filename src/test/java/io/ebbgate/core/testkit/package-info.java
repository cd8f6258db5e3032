/** What tests of every module share: seeds, a clock moved by hand, real Envoys. */
@NullMarked
package io.ebbgate.core.testkit;

import org.jspecify.annotations.NullMarked;
