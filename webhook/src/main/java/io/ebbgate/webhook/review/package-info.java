/** A pod's tree in, a decision and a patch out. */
@NullMarked
package io.ebbgate.webhook.review;

import org.jspecify.annotations.NullMarked;
