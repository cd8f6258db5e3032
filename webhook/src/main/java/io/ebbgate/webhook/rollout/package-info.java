/** Rolls a gateway under the strict load client, and reports what its clients saw. */
@NullMarked
package io.ebbgate.webhook.rollout;

import org.jspecify.annotations.NullMarked;
