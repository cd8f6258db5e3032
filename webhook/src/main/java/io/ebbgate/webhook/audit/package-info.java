/** {@code ebbgate audit}: what the drains of gateways are today, and what is wrong with them. */
@NullMarked
package io.ebbgate.webhook.audit;

import org.jspecify.annotations.NullMarked;
