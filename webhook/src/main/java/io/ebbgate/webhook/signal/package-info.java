/** What a command does when the operator ends it. */
@NullMarked
package io.ebbgate.webhook.signal;

import org.jspecify.annotations.NullMarked;
