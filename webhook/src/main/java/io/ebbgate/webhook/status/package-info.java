/** How gateways of a cluster leave right now: what is asked, what is made of it, what is shown. */
@NullMarked
package io.ebbgate.webhook.status;

import org.jspecify.annotations.NullMarked;
