/** The command line for people: manifests in, manifests or explanations out; some ask a cluster. */
@NullMarked
package io.ebbgate.webhook.command;

import org.jspecify.annotations.NullMarked;
