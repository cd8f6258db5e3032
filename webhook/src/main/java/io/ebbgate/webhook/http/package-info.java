/** What the API server and the kubelet talk to; the only room that knows Vert.x. */
@NullMarked
package io.ebbgate.webhook.http;

import org.jspecify.annotations.NullMarked;
