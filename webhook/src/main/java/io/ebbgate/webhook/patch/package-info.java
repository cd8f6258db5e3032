/** Small RFC 6902 patches on the raw tree of a pod, checked before they leave. */
@NullMarked
package io.ebbgate.webhook.patch;

import org.jspecify.annotations.NullMarked;
