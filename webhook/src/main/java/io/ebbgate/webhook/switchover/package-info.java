/** {@code ebbgate switchover}: clients of one listener follow when a database moves. */
@NullMarked
package io.ebbgate.webhook.switchover;

import org.jspecify.annotations.NullMarked;
