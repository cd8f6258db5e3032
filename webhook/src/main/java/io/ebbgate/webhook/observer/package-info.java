/** Watches injected pods leave, and tells what became of them. No drain waits for it. */
@NullMarked
package io.ebbgate.webhook.observer;

import org.jspecify.annotations.NullMarked;
