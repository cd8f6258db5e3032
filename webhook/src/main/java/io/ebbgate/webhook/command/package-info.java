/** The command line, a picocli class a subcommand. */
@NullMarked
package io.ebbgate.webhook.command;

import org.jspecify.annotations.NullMarked;
