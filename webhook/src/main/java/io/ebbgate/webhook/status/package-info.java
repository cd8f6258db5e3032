/** {@code ebbgate status}: how gateway pods drain now, and how deleted ones drained. */
@NullMarked
package io.ebbgate.webhook.status;

import org.jspecify.annotations.NullMarked;
