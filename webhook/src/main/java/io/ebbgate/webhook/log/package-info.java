/** What lines of the log keep to; logback.xml names it. */
@NullMarked
package io.ebbgate.webhook.log;

import org.jspecify.annotations.NullMarked;
