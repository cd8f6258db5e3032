/** The command line for people: manifests in, manifests or explanations out, no cluster asked. */
@NullMarked
package io.ebbgate.webhook.command;

import org.jspecify.annotations.NullMarked;
