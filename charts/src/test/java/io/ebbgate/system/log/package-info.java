/** What both programs write into their logs is what the schema says. */
@NullMarked
package io.ebbgate.system.log;

import org.jspecify.annotations.NullMarked;
