@NullMarked
package io.ebbgate.webhook.tls;

import org.jspecify.annotations.NullMarked;
