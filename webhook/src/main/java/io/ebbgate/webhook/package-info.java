/** Program 1: the admission webhook, and the command line for people. */
@NullMarked
package io.ebbgate.webhook;

import org.jspecify.annotations.NullMarked;
