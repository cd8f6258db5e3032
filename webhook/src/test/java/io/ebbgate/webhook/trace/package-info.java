@NullMarked
package io.ebbgate.webhook.trace;

import org.jspecify.annotations.NullMarked;
